// SVG as text: elements, and a picture that is readable in light and dark.

type Attributes = Readonly<Record<string, string | number>>;

/** Of lengths: finer is not seen, and coarser engines agree. */
const DIGITS = 1;

/** @param children text that is SVG already */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const given = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escaped(value)}"`,
  );
  return `<${name}${given.join('')}>${children.join('')}</${name}>`;
}

export function text(content: string, attributes: Attributes): string {
  return element('text', attributes, escaped(content));
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function round(value: number): string {
  return String(Number(value.toFixed(DIGITS)));
}

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  /** For those who do not see it. */
  readonly description: string;
  /** Of the parts, which begin at 0. */
  readonly height: number;
  readonly parts: readonly string[];
}

/** Of every picture, so that its letters are 12 px high on a phone. */
export const WIDTH = 390;
/** What stays free on the left and on the right. */
export const EDGE = 10;

/** Colours that the colour-blind tell apart, after Okabe and Ito; darker on white, lighter on black. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  ink: ['#1c1b19', '#f4f2ec'],
  faint: ['#62605a', '#b3b0a8'],
  rule: ['#dddad2', '#403e39'],
  vermilion: ['#b84a00', '#ff9248'],
  blue: ['#0065a3', '#63b8ee'],
  purple: ['#a03c78', '#e79cc8'],
  green: ['#00704f', '#36c79b'],
  ochre: ['#866000', '#e3b23c'],
};
const PAPER = ['#ffffff', '#1a1917'] as const;

const HEAD = 58;

export function picture({ title, subtitle, description, height, parts }: Picture): string {
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${round(HEAD + height)}`,
      role: 'img',
      'aria-labelledby': 'title desc',
    },
    ...[
      element('title', { id: 'title' }, escaped(title)),
      element('desc', { id: 'desc' }, escaped(description)),
      element('style', {}, STYLE),
      element('rect', { class: 'paper', width: WIDTH, height: HEAD + height }),
      text(title, { x: EDGE, y: 20, class: 'ink strong' }),
      text(subtitle, { x: EDGE, y: 38, class: 'faint' }),
      element('g', { transform: `translate(0 ${HEAD})` }, ...parts),
    ].map((part) => `\n${part}`),
    '\n',
  )}\n`;
}

const STYLE = [
  'text{font:12px system-ui,sans-serif}',
  '.strong{font-weight:600}',
  'polyline,line{fill:none;stroke-linejoin:round}',
  'polyline{stroke-width:1.5}',
  'polyline.strong{stroke-width:3.5}',
  '.dashed{stroke-dasharray:4 3}',
  ...rules(0),
  `@media(prefers-color-scheme:dark){${rules(1).join('')}}`,
].join('');

function rules(scheme: 0 | 1): readonly string[] {
  return [
    `.paper{fill:${PAPER[scheme]}}`,
    ...Object.entries(COLOURS).map(([name, { [scheme]: colour }]) => {
      return `text.${name},rect.${name}{fill:${colour}}polyline.${name},line.${name}{stroke:${colour}}`;
    }),
  ];
}
