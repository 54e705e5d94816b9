import { expect, test } from 'vitest';
import { END, fence, mistakesAfter, ONE } from './fixture.ts';

test.each<[string, string, string, string]>([
  [
    'missing',
    '## Points\n\n- One point.\n- Another point.\n- A third point.\n\n',
    '',
    '14 The heading `## Points` is missing. Write it above `## Why they ask`.',
  ],
  [
    'missing at the end',
    `\n## Why they ask\n\n${END}`,
    '',
    '18 The heading `## Why they ask` is missing. Write it at the end.',
  ],
  [
    'unknown',
    END,
    `${END}\n## Notes\n`,
    '24 There is no heading `## Notes`. Use only Given – Say – Points – Code – Why they ask – Often said, but wrong – Compare – Diagram – Coming.',
  ],
  [
    'mistyped',
    END,
    `${END}\n## Often said but wrong\n`,
    '24 There is no heading `## Often said but wrong`. Did you mean `## Often said, but wrong`?',
  ],
  [
    'of another depth',
    END,
    `${END}\n### Coming\n`,
    '24 There is no heading `### Coming`. Did you mean `## Coming`?',
  ],
  [
    'twice',
    END,
    `${END}\n## Say\n\nHello.\n`,
    '24 `## Say` stands twice, first on line 10. Join the two.',
  ],
  [
    'out of order',
    END,
    `${END}\n## Given\n\n${fence('text', 'a')}`,
    '24 `## Given` stands after `## Why they ask`. Keep the order Given – Say – Points – Code – Why they ask – Often said, but wrong – Compare – Diagram – Coming.',
  ],
  ['empty', END, `${END}\n## Coming\n`, '24 `## Coming` is empty. Fill it, or drop the heading.'],
  [
    'after text',
    '---\n\n## Say',
    '---\nHello.\n\n## Say',
    '9 Text stands before the first heading. Move it under a heading.',
  ],
])('%s', (_name, from, to, expected) => {
  expect(mistakesAfter(from, to)).toEqual([`${ONE}:${expected}`]);
});
