// Banks of any size: cards that keep all rules of content/README.md and are as long as real ones.

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildVariant } from '../browser/build.ts';

export const CARDS_A_TOPIC = 40;
const LEVELS = ['junior', 'mid', 'senior'] as const;

/** In the order of the bank. */
export function generatedIds(cards: number): readonly string[] {
  return Array.from({ length: cards }, (_, index) => `generated-card-${index + 1}`);
}

/** @returns the folder to serve */
export function buildGenerated(cards: number): Promise<string> {
  return buildVariant(`generated-${cards}`, async (root) => {
    const content = join(root, 'content');
    const entries = await readdir(content, { withFileTypes: true });
    for (const entry of entries) {
      if (entry.isDirectory()) await rm(join(content, entry.name), { recursive: true });
    }
    const ids = generatedIds(cards);
    for (let first = 0; first < cards; first += CARDS_A_TOPIC) {
      await writeTopic(content, ids.slice(first, first + CARDS_A_TOPIC), first / CARDS_A_TOPIC + 1);
    }
  });
}

async function writeTopic(content: string, ids: readonly string[], order: number): Promise<void> {
  const folder = join(content, `generated-topic-${order}`);
  await mkdir(folder);
  await writeFile(
    join(folder, 'topic.yaml'),
    `title: Generated topic ${order}\norder: ${order}\nsummary: What interviewer ${order} asks\n`,
  );
  for (const [index, id] of ids.entries()) {
    await writeFile(join(folder, `${id}.md`), cardOf(id, LEVELS[index % LEVELS.length] ?? 'mid'));
  }
}

function cardOf(id: string, level: string): string {
  const name = id.replaceAll('-', '_');
  return `---
question: What does \`${name}\` return when two requests ask for it at the same moment?
level: ${level}
followUps: []
sources:
  - url: https://flask.palletsprojects.com/en/stable/api/#${id}
    supports: what ${name} returns
  - url: https://docs.python.org/3/library/threading.html#${id}
    supports: what threads share
---

## Say

Each request runs in its own context, so each of the two gets a value of its
own. What they share is the process: a module global, a connection pool, a file.
I keep what belongs to ${name} in \`g\`, open it on first use and close it in a
teardown function, which runs even if the view raised.

## Points

- Two requests never share the request context, whatever the server runs them on.
- A module global is shared by the threads of a worker, but not by the workers.
- \`g\` lives as long as the application context, which is one request here.
- Teardown functions of ${name} run after the response, and after an exception too.

## Code

\`\`\`python file=app/${name}.py
from flask import Blueprint, current_app, g

bp = Blueprint("${name}", __name__)


def get_${name}():
    if "${name}" not in g:
        path = current_app.config["DATABASE"]
        g.${name} = connect(path, timeout=5)
    return g.${name}


@bp.teardown_app_request
def close_${name}(error=None):
    opened = g.pop("${name}", None)
    if opened is not None:
        opened.close()


@bp.get("/${id}/<int:number>")
def show(number):
    row = get_${name}().find(number)
    return {"id": row.id, "title": row.title}
\`\`\`

\`\`\`python file=tests/test_${name}.py
from threading import Thread

from app.${name} import get_${name}


def test_two_threads_get_two_values(app):
    seen = []

    def ask():
        with app.app_context():
            seen.append(get_${name}())

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen[0] is not seen[1]
\`\`\`

## Why they ask

They want to hear whether you know which things a request owns and which it only
borrows, because mixing these up works on a laptop and fails under load.

## Often said, but wrong

- claim: A global is safe for ${name} because Python has a global lock.
  truth: The lock protects the interpreter, not what happens between two of your lines.
- claim: Teardown of ${name} is skipped when a view raises.
  truth: It runs with the exception as its argument.
`;
}
