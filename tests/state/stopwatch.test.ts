// Time on screen is what the learner spent looking, whatever clocks and phones do.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createStopwatch } from '../../src/state/stopwatch.ts';
import { createClock } from './app.ts';

function stopped() {
  const clock = createClock();
  return { clock, stopwatch: createStopwatch(clock.now) };
}

it('stands still until the learner looks', () => {
  const { clock, stopwatch } = stopped();
  clock.pass(3000);
  stopwatch.tick();
  stopwatch.stop();
  expect(stopwatch.spentMs.value).toBe(0);
});

it('runs from look to look away', () => {
  const { clock, stopwatch } = stopped();
  stopwatch.run();
  clock.pass(1200);
  stopwatch.tick();
  clock.pass(300);
  stopwatch.stop();
  clock.pass(2000);
  stopwatch.tick();
  expect(stopwatch.spentMs.value).toBe(1500);
  stopwatch.run();
  clock.pass(500);
  stopwatch.tick();
  expect(stopwatch.spentMs.value).toBe(2000);
});

it('counts a look that begins twice once', () => {
  const { clock, stopwatch } = stopped();
  stopwatch.run();
  clock.pass(1000);
  stopwatch.run();
  clock.pass(1000);
  stopwatch.stop();
  stopwatch.stop();
  expect(stopwatch.spentMs.value).toBe(2000);
});

it('counts five seconds of a night in which the phone slept', () => {
  const { clock, stopwatch } = stopped();
  stopwatch.run();
  clock.pass(8 * 3_600_000);
  stopwatch.tick();
  expect(stopwatch.spentMs.value).toBe(5000);
});

it('does not go back when the clock does, and goes on from there', () => {
  const { clock, stopwatch } = stopped();
  stopwatch.run();
  clock.pass(2000);
  stopwatch.tick();
  clock.pass(-3_600_000);
  stopwatch.tick();
  expect(stopwatch.spentMs.value).toBe(2000);
  clock.pass(1000);
  stopwatch.tick();
  expect(stopwatch.spentMs.value).toBe(3000);
});

it('is set to what another start spent, without the time between', () => {
  const { clock, stopwatch } = stopped();
  stopwatch.run();
  clock.pass(4000);
  stopwatch.reset(90_000);
  expect(stopwatch.spentMs.value).toBe(90_000);
  clock.pass(1000);
  stopwatch.tick();
  expect(stopwatch.spentMs.value).toBe(91_000);
});

it('grows by 0 to 5 seconds a step, and only while it runs, on any clock', () => {
  const step = fc.record({
    do: fc.constantFrom<'run' | 'stop' | 'tick'>('run', 'stop', 'tick'),
    afterMs: fc.oneof(
      fc.integer({ min: -10_000, max: 10_000 }),
      fc.integer({ min: -1e12, max: 1e12 }),
    ),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { clock, stopwatch } = stopped();
      let runs = false;
      for (const { do: what, afterMs } of steps) {
        const before = stopwatch.spentMs.value;
        clock.pass(afterMs);
        stopwatch[what]();
        const grown = stopwatch.spentMs.value - before;
        expect(grown).toBe(runs ? Math.min(5000, Math.max(0, afterMs)) : 0);
        if (what !== 'tick') runs = what === 'run';
      }
    }),
  );
});
