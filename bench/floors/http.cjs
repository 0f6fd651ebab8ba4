// The floor of what a face does: the same answer to the same form, with node:http alone.
const { createServer } = require('node:http');

const [face, health] = process.argv.slice(2).map(Number);

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const body = form.get('action') === 'achoo' ? 'eww\n' : 'Do something!\n';
    response.writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}).listen(face, '127.0.0.1');

createServer((_request, response) => {
  response.writeHead(200, { 'content-length': 0 });
  response.end();
}).listen(health, '127.0.0.1');
