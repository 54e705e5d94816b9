// Firefox's own remote protocol: numbered JSON messages with their length in front, over TCP.

import { once } from 'node:events';
import { connect } from 'node:net';

export interface Marionette {
  readonly send: (command: string, parameters?: object) => Promise<unknown>;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Kind (1 for an answer), number of the command, error, result. */
type Answer = readonly [1, number, { readonly message: string } | null, unknown];

const COLON = 58;

export async function openMarionette(port: number): Promise<Marionette> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const waiting = new Map<number, Waiting>();
  let received = Buffer.alloc(0);
  let count = 0;

  function take(message: unknown): void {
    // The greeting is no answer.
    if (!Array.isArray(message)) return;
    const [, number, error, result] = message as unknown as Answer;
    const asker = waiting.get(number);
    waiting.delete(number);
    if (error) asker?.reject(new Error(error.message));
    else asker?.resolve(result);
  }

  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    for (;;) {
      const colon = received.indexOf(COLON);
      const end = colon + 1 + Number(received.toString('utf8', 0, colon));
      if (colon < 0 || received.length < end) return;
      take(JSON.parse(received.toString('utf8', colon + 1, end)));
      received = received.subarray(end);
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox is gone.'));
  });

  return {
    send(command, parameters = {}) {
      count += 1;
      const message = JSON.stringify([0, count, command, parameters]);
      const number = count;
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        socket.write(`${Buffer.byteLength(message)}:${message}`);
      });
    },
  };
}
