// Starts the widgets that Wagtail starts by scripts in the page, which the policy of
// the CMS forbids: templates/wagtailadmin/widgets/start.html says which, and how.
(() => {
  const classes = [
    ...["Chooser", "PageChooser", "ImageChooser", "DocumentChooser", "SnippetChooser"],
    "InlinePanel",
  ];
  const functions = ["initDateChooser", "initTimeChooser", "initDateTimeChooser"];

  document.addEventListener("widget:start", ({ detail: { name, given } }) => {
    if (classes.includes(name)) {
      new window[name](...given);
    } else if (functions.includes(name)) {
      window[name](...given);
    }
  });
})();
