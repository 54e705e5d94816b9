// One of a few, side by side.

import styles from './Choice.module.css';

interface Props<Value extends string | number> {
  readonly legend: string;
  readonly options: readonly (readonly [value: Value, name: string])[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

export function Choice<Value extends string | number>({
  legend,
  options,
  chosen,
  onChoose,
}: Props<Value>) {
  return (
    <fieldset class={styles['choice']}>
      <legend class={styles['legend']}>{legend}</legend>
      <div class={styles['options']}>
        {options.map(([value, name]) => (
          <label key={value} class={styles['option']}>
            <input
              type="radio"
              name={legend}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
