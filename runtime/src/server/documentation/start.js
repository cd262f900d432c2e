const page = document.getElementById("docs");
SwaggerUIBundle({
    domNode: page,
    url: page.dataset.document,
    oauth2RedirectUrl: new URL(page.dataset.redirect, location.href).href,
    deepLinking: true,
    validatorUrl: "none", // it would be sent to another host
});
