// Whether the learner must know something at once: that something is not saved, or will not be.

import { later } from './later.tsx';
import { useModels } from './models.ts';

/** Fetched right after the start, so that a banner needs no network when it is needed. */
export const Alerts = later(() => import('./notices/Alerts.tsx').then((it) => it.Alerts));

export function Notices() {
  const { device, saving, settings } = useModels();
  const calm = device.storage === 'durable' && saving.unsaved.value === 0 && !settings.failed.value;
  return calm ? null : <Alerts />;
}
