// burden.mjs ADDRESS KEY IDLE READERS RATE: as many idle connections, and readers of all boxes at that
// many bytes a second each, until it is ended. Prints a line when all are there.
import net from 'node:net';

const [address, key, idle, readers, rate] = process.argv.slice(2);
const [host, port] = address.split(':');
const connect = () => new Promise((done, failed) => {
  const socket = net.connect({ host, port: Number(port) }, () => done(socket));
  socket.on('error', failed);
});

for (let n = 0; n < Number(idle); n += 1) {
  const socket = await connect();
  socket.on('data', () => {});
  // The server ends connections that ask nothing for a while: each asks once, in its turn.
  setInterval(() => socket.write('GET /healthz HTTP/1.1\r\nHost: bench\r\n\r\n'), 30_000 + n * 10).unref();
}
for (let n = 0; n < Number(readers); n += 1) {
  const socket = await connect();
  socket.pause();
  socket.write(`GET /api/v1/caixas HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${key}\r\nAccept: application/jsonl\r\n\r\n`);
  setInterval(() => socket.read(Number(rate) / 5), 200);
}
console.log('ready');
process.on('SIGTERM', () => process.exit(0));
setInterval(() => {}, 1000);
