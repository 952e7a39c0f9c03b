import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy that can lose the server's answer to a packet that holds a word, and cut the line. */
export class LossyProxy {
  private constructor(
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
    readonly port: number,
    private readonly state: { loseAfter: string | null; lost: number },
  ) {}

  static async to(host: string, port: number): Promise<LossyProxy> {
    const state = { loseAfter: null as string | null, lost: 0 };
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const upstream = connect(port, host);
      let isCut = false;
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      client.on('data', (packet) => {
        upstream.write(packet);
        if (state.loseAfter && packet.includes(state.loseAfter)) {
          state.loseAfter = null;
          isCut = true;
        }
      });
      upstream.on('data', (packet) => {
        if (!isCut) {
          client.write(packet);
          return;
        }
        state.lost += 1;
        client.destroy();
      });
    });
    await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
    return new LossyProxy(server, sockets, (server.address() as { port: number }).port, state);
  }

  /** The next packet with this word reaches the server; its answer is lost and the line is cut. */
  loseAnswerTo(word: string): void {
    this.state.loseAfter = word;
  }
  get lost(): number {
    return this.state.lost;
  }
  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
