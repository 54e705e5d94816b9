// Lines over days in one panel, each with its name and last value at its end.

import { element, text, WIDTH } from './svg.ts';

export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly strong: boolean;
  readonly dashed: boolean;
  /** 0–1, one for each of the days. */
  readonly values: readonly number[];
}

export interface Panel {
  readonly title: string;
  readonly days: readonly number[];
  /** The strong one last, to lie on top. */
  readonly lines: readonly Line[];
}

const LEFT = 38;
const RIGHT = WIDTH - 132;
const TOP = 30;
const BOTTOM = 220;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const LABEL_GAP = 14;

export const PANEL_HEIGHT = BOTTOM + 42;

export function panel({ title, days, lines }: Panel, top: number): string {
  const [first = 1] = days;
  const span = Math.log((days.at(-1) ?? first) / first);
  const x = (day: number) => LEFT + (Math.log(day / first) / span) * (RIGHT - LEFT);
  const places = spread(
    lines.map(({ values }) => y(values.at(-1) ?? 0)),
    LABEL_GAP,
    { least: TOP, most: BOTTOM },
  );
  return element(
    'g',
    { transform: `translate(0 ${top})` },
    text(title, { x: LEFT, y: 14, class: 'ink strong' }),
    ...TICKS.map(rule),
    ...days.map((day) =>
      text(String(day), { x: x(day), y: BOTTOM + 18, 'text-anchor': 'middle', class: 'faint' }),
    ),
    text('days until the interview', { x: LEFT, y: BOTTOM + 34, class: 'faint' }),
    ...lines.map((line) => {
      const points = line.values.map((value, at) => [x(days[at] ?? first), y(value)]);
      const list = points.map((point) => point.map((one) => one.toFixed(1)).join(','));
      return element('polyline', { points: list.join(' '), class: classes(line) });
    }),
    ...lines.map((line, index) => label(line, places[index] ?? 0)),
  );
}

function y(value: number): number {
  return BOTTOM - value * (BOTTOM - TOP);
}

function rule(tick: number): string {
  const at = y(tick);
  return (
    element('line', { x1: LEFT, x2: RIGHT, y1: at, y2: at, class: 'rule' }) +
    text(String(tick), { x: LEFT - 6, y: at + 4, 'text-anchor': 'end', class: 'faint' })
  );
}

/** A thin line leads to it from the end of its own line. */
function label(line: Line, at: number): string {
  const last = line.values.at(-1) ?? 0;
  const said = `${line.name} ${last.toFixed(2)}`;
  return (
    element('line', { x1: RIGHT, y1: y(last), x2: RIGHT + 10, y2: at, class: line.colour }) +
    text(said, { x: RIGHT + 14, y: at + 4, class: classes(line) })
  );
}

function classes({ colour, strong, dashed }: Line): string {
  return `${colour}${strong ? ' strong' : ''}${dashed ? ' dashed' : ''}`;
}

/** The lowest and the highest place of a label. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Moves places apart that are nearer than the gap, as little as goes and in their order. */
export function spread(
  places: readonly number[],
  gap: number,
  { least, most }: Bounds,
): readonly number[] {
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const sorted = order.map((index) => places[index] ?? 0);
  const down = pushedDown(sorted, gap, Number.NEGATIVE_INFINITY);
  const up = pushedUp(sorted, gap, Number.POSITIVE_INFINITY);
  const between = down.map((place, rank) => (place + (up[rank] ?? place)) / 2);
  const within = pushedUp(pushedDown(between, gap, least), gap, most);
  return places.map((_, index) => within[order.indexOf(index)] ?? 0);
}

/** @param sorted upwards */
function pushedDown(sorted: readonly number[], gap: number, least: number): readonly number[] {
  let free = least;
  return sorted.map((place) => {
    const own = Math.max(place, free);
    free = own + gap;
    return own;
  });
}

function pushedUp(sorted: readonly number[], gap: number, most: number): readonly number[] {
  const mirrored = sorted.toReversed().map((place) => -place);
  return pushedDown(mirrored, gap, -most)
    .toReversed()
    .map((place) => -place);
}
