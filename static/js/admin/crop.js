// Tells Jcrop, which chooses a picture's focus, what it would find out by an attribute
// that the policy of the CMS forbids.
jQuery.Jcrop.defaults.touchSupport = "ontouchstart" in window;
