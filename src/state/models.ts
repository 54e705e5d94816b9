// All models together, as the screens get them.

import type { Bank } from '../bank/card.ts';
import type { Bursts } from './bursts.ts';
import type { Content } from './content.ts';
import type { Device } from './device.ts';
import type { Environment } from './environment.ts';
import type { MarksModel } from './marks.ts';
import type { Mocks } from './mocks.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import type { RouteModel } from './route.ts';
import type { Saving } from './saving.ts';
import type { SettingsModel } from './settings.ts';
import type { Tabs } from './tabs.ts';

export interface Models {
  /** For models that a screen brings along. */
  readonly environment: Environment;
  readonly bank: Bank;
  readonly content: Content;
  readonly marks: MarksModel;
  readonly plan: Plan;
  readonly progress: Progress;
  readonly saving: Saving;
  readonly settings: SettingsModel;
  readonly route: RouteModel;
  readonly bursts: Bursts;
  readonly tabs: Pick<Tabs, 'everythingChanged'>;
  readonly mocks: Mocks;
  readonly device: Device;
}
