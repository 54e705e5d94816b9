// What the app asks of the browser only after its start: the code comes when it is wanted.

import type { Claim } from './claim.ts';
import type { HandedOver, NewFile } from './handOver.ts';
import type { Persistence } from './persistence.ts';
import type { Reserve } from './reserve.ts';
import type { Handed, Shareable } from './share.ts';

const asked = () => import('./asked.ts');

export const late = {
  async share(what: Shareable): Promise<Handed> {
    return (await asked()).share(what);
  },

  async handOver(file: NewFile): Promise<HandedOver> {
    return (await asked()).handOver(file);
  },

  async claim(name: string, how: 'ask' | 'take', onLost: () => void): Promise<Claim | null> {
    return (await asked()).claim(name, how, onLost);
  },

  async persistence(): Promise<Persistence> {
    return (await asked()).persistence();
  },

  async reserve(): Promise<Reserve | null> {
    return (await asked()).readReserve();
  },

  /** @returns lets the screen go dark again, also before the code is here */
  keepAwake(): () => void {
    let wanted = true;
    let release = () => {};
    void asked()
      .then(({ keepAwake }) => {
        if (wanted) release = keepAwake();
      })
      .catch(() => undefined);
    return () => {
      wanted = false;
      release();
    };
  },

  feedback: {
    vibrate: () => feedback(({ vibrate }) => vibrate()),
    tick: () => feedback(({ tick }) => tick()),
  },
};

/** Sugar: without its code the rating counts all the same. */
function feedback(give: (code: typeof import('./asked.ts')) => void): void {
  asked()
    .then(give)
    .catch(() => undefined);
}
