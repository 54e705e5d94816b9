// A note is an event like everything else, written only when it says something new.

import { describe, expect, it } from 'vitest';
import { LONGEST_NOTE } from '../../src/memory/event.ts';
import { createNote } from '../../src/state/note.ts';
import { id } from '../queue/banks.ts';
import { openModels } from './app.ts';
import { createDisk } from './disk.ts';

const CARD = id('t0-0');

async function open(disk = createDisk()) {
  const models = await openModels({ disk });
  return { ...models, note: createNote(models, CARD) };
}

async function texts(disk: ReturnType<typeof createDisk>): Promise<readonly string[]> {
  const events = await disk.events();
  return events.flatMap((event) => (event.type === 'note' ? event.text : []));
}

describe('a note', () => {
  it('is saved as it was written, and is there after a kill', async () => {
    const { disk, note, settle } = await open();
    expect([note.text.value, note.state.value]).toEqual(['', 'open']);
    const words = ' g 🧪 <img src=x onerror=alert(1)>\n\nnext line ';
    note.write(words);
    expect(note.state.value).toBe('open');
    note.keep();
    expect(note.state.value).toBe('saving');
    await settle();
    expect(note.state.value).toBe('saved');
    expect(await texts(disk)).toEqual([words]);
    expect((await open(disk)).note.text.value).toBe(words);
  });

  it('is not saved again when nothing changed', async () => {
    const { disk, note, settle } = await open();
    note.keep();
    note.write('once');
    note.keep();
    note.keep();
    note.write('once more');
    note.write('once');
    note.keep();
    await settle();
    expect(await texts(disk)).toEqual(['once']);
  });

  it('of blanks alone is none', async () => {
    const { disk, note, settle, marks } = await open();
    note.write(' \n ');
    note.keep();
    await settle();
    expect(await texts(disk)).toEqual([]);
    note.write('words');
    note.keep();
    note.write('  ');
    note.keep();
    await settle();
    expect(await texts(disk)).toEqual(['words', '']);
    expect(marks.of(CARD)?.note).toBe('');
    expect(note.state.value).toBe('saved');
  });

  it('is told to be saved only when it is', async () => {
    const disk = createDisk();
    const { note, saving } = await open(disk);
    disk.broken = true;
    note.write('kept in memory');
    note.keep();
    await saving.retry();
    expect(note.state.value).toBe('failed');
    disk.broken = false;
    await saving.retry();
    expect(note.state.value).toBe('saved');
    expect(await texts(disk)).toEqual(['kept in memory']);
  });

  it('is open again as soon as one writes on, and the save under way takes nothing back', async () => {
    const disk = createDisk();
    const { note, settle } = await open(disk);
    const release = disk.hold();
    note.write('first');
    note.keep();
    note.write('first and second');
    expect(note.state.value).toBe('open');
    release();
    await settle();
    expect(note.text.value).toBe('first and second');
    note.keep();
    await settle();
    expect(await texts(disk)).toEqual(['first', 'first and second']);
  });

  it('holds so many characters and no more', async () => {
    const { disk, note, settle } = await open();
    note.write('a'.repeat(LONGEST_NOTE - 1));
    expect(note.isFull.value).toBe(false);
    note.write('a'.repeat(LONGEST_NOTE + 1));
    expect(note.isFull.value).toBe(true);
    note.keep();
    await settle();
    expect((await texts(disk)).map((text) => text.length)).toEqual([LONGEST_NOTE]);
  });

  it('changes no other mark', async () => {
    const { marks, note, settle } = await open();
    void marks.change(CARD, { type: 'star' });
    void marks.change(CARD, { type: 'suspend' });
    note.write('words');
    note.keep();
    await settle();
    expect(marks.of(CARD)).toMatchObject({ starred: true, suspended: true, note: 'words' });
  });
});
