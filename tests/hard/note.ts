// What a hard test has proven, in numbers, for the end of its run.

import { test } from '@playwright/test';

export function note(proven: string): void {
  test.info().annotations.push({ type: 'proven', description: proven });
}
