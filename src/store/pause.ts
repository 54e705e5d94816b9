// Lets the page draw and hear its learner between two pieces of long work.

/** Behind whatever waits already. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Does it for each batch of the values, with a pause after each. */
export async function inBatches<T>(
  values: readonly T[],
  size: number,
  work: (batch: readonly T[]) => void,
): Promise<void> {
  for (let start = 0; start < values.length; start += size) {
    work(values.slice(start, start + size));
    if (start + size < values.length) await pause();
  }
}
