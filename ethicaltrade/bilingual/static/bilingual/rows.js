// A row that is added to a form gets the uuid it is known by from then on, so that a form
// that saves itself twice, before the first answer is back, adds the row once.
(() => {
  const { Controller } = window.StimulusModule;

  // RFC 9562, version 4. `crypto.randomUUID` is for secure addresses alone.
  function uuid4() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  window.wagtail.app.register(
    "row-id",
    class extends Controller {
      connect() {
        this.element.value ||= uuid4();
      }
    },
  );
})();
