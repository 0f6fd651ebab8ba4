// A Node.js that does nothing, for ever.
setInterval(() => {}, 2 ** 30);
