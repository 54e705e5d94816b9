// All models together, as the screens get them.

import type { Bank } from '../bank/card.ts';
import type { BurstModel } from './burst.ts';
import type { Content } from './content.ts';
import type { Device } from './device.ts';
import type { Progress } from './progress.ts';
import type { RouteModel } from './route.ts';
import type { Saving } from './saving.ts';
import type { SettingsModel } from './settings.ts';

export interface Models {
  readonly bank: Bank;
  readonly content: Content;
  readonly progress: Progress;
  readonly saving: Saving;
  readonly settings: SettingsModel;
  readonly route: RouteModel;
  readonly burst: BurstModel;
  readonly device: Device;
}
