// Bars with their goals.

import { EDGE, element, text, WIDTH } from './svg.ts';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The most it may be. */
  readonly goal: number;
}

const LEFT = EDGE;
const RIGHT = WIDTH - EDGE;
const ROW = 66;
const THICK = 14;

export function barsHeight(bars: readonly Bar[]): number {
  return bars.length * ROW;
}

/** All on one scale from 0; the goal is a stroke across the bar. */
export function barsOf(bars: readonly Bar[], top: number): string {
  const most = Math.max(...bars.map(({ value, goal }) => Math.max(value, goal)));
  const x = (value: number) => LEFT + (value / most) * (RIGHT - LEFT);
  const rows = bars.map(({ name, value, goal }, index) => {
    const y = top + index * ROW;
    const colour = value <= goal ? 'green' : 'vermilion';
    return [
      text(name, { x: LEFT, y: y + 12, class: 'ink' }),
      text(saying({ value, goal }), { x: LEFT, y: y + 50, class: `${colour} strong` }),
      element('rect', { x: LEFT, y: y + 20, width: x(most) - LEFT, height: THICK, class: 'rule' }),
      element('rect', { x: LEFT, y: y + 20, width: x(value) - LEFT, height: THICK, class: colour }),
      element('rect', { x: x(goal) - 2, y: y + 17, width: 2, height: THICK + 6, class: 'ink' }),
    ].join('');
  });
  return rows.join('\n');
}

function saying({ value, goal }: Omit<Bar, 'name'>): string {
  return `${value.toFixed(2)} ${value <= goal ? '≤' : '>'} ${goal}`;
}
