// Starts the widgets that Wagtail starts by scripts in the page, which the policy of
// the CMS forbids: templates/wagtailadmin/widgets/start.html says which, and how.
(() => {
  const classes = [
    ...["Chooser", "PageChooser", "ImageChooser", "DocumentChooser", "SnippetChooser"],
    "InlinePanel",
  ];
  const functions = ["initDateChooser", "initTimeChooser", "initDateTimeChooser"];

  // What is typed stays, for the server to read or to refuse: the calendar makes today
  // of what it cannot read, and today is wrong.
  window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;

  document.addEventListener("widget:start", ({ detail: { name, given } }) => {
    if (classes.includes(name)) {
      new window[name](...given);
    } else if (functions.includes(name)) {
      window[name](...given);
    }
  });
})();
