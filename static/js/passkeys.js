/* Shows what needs passkeys where the browser has them, and says when one was not used.
   The ceremony itself is django-allauth's webauthn.js. */
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (!trouble) return;
  trouble.hidden = false;
  trouble.focus();
});
