// What the server gave this page to work with: see ExplorerConfig in config.py for the shape.
export const config = JSON.parse(document.getElementById("explorer-config").textContent);

// No form and no other site can send this header, so the gateway knows that a cookie came with a request of ours.
export const OUR_HEADERS = { "x-gemeentegraaf": "explorer" };
