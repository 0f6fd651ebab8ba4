// Answers probes and says how far apart they came: the times between requests for /liveness, as JSON at /gaps.
const { createServer } = require('node:http');

const gaps = [];
let lastAtMs;
createServer((request, response) => {
  if (request.url === '/gaps') {
    response.end(JSON.stringify(gaps.splice(0)));
    return;
  }
  if (request.url === '/liveness') {
    const nowMs = performance.now();
    if (lastAtMs !== undefined) gaps.push(nowMs - lastAtMs);
    lastAtMs = nowMs;
  }
  response.end();
}).listen(8081, process.env.POD_IP);
process.on('SIGTERM', () => process.exit());
