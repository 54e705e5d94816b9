// A question in Settings with a few answers, of which one holds.

import type { ComponentChildren } from 'preact';
import styles from './Settings.module.css';

interface Props<Value> {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly (readonly [Value, string])[];
  /** `null` if none of them holds. */
  readonly value: Value | null;
  readonly onChoose: (value: Value) => void;
  /** What the choice means. */
  readonly children?: ComponentChildren;
}

export function Choices<Value extends string | number>(props: Props<Value>) {
  const { legend, name, options, value, onChoose, children } = props;
  return (
    <fieldset class={styles['group']} aria-describedby={children ? `${name}-note` : undefined}>
      <legend>{legend}</legend>
      <div class={styles['choices']}>
        {options.map(([option, words]) => (
          <label key={option} class={styles['choice']}>
            <input
              type="radio"
              name={name}
              checked={option === value}
              onChange={() => onChoose(option)}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
      {children && (
        <p id={`${name}-note`} class={styles['note']}>
          {children}
        </p>
      )}
    </fieldset>
  );
}
