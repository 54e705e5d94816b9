// The time that went into it.

import type { Effort as EffortSpent } from '../../memory/effort.ts';
import { plural } from '../words.ts';
import styles from './Effort.module.css';
import { Picture } from './Picture.tsx';
import { span } from './words.ts';

interface Props {
  readonly effort: EffortSpent;
  readonly lately: EffortSpent;
}

export function Effort({ effort, lately }: Props) {
  return (
    <Picture title="Time">
      <dl class={styles['figures']}>
        <Figure name="In all" effort={effort} />
        <Figure name="Last 7 days" effort={lately} />
        <div>
          <dt>A card takes you</dt>
          <dd>
            <strong>{Math.round(effort.ms / effort.cards / 1000)}&nbsp;s</strong>
          </dd>
        </div>
      </dl>
    </Picture>
  );
}

function Figure({ name, effort }: { readonly name: string; readonly effort: EffortSpent }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {plural(effort.cards, 'card')} · <strong>{span(effort.ms)}</strong>
      </dd>
    </div>
  );
}
