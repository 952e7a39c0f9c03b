import { type ReactElement, type ReactNode } from 'react';

/** A list of labels and values; unknown values are left out. */
export function Facts({ items }: { items: [name: string, what: ReactNode][] }): ReactElement {
  return (
    <dl className="facts">
      {items
        .filter(([, what]) => what !== null && what !== undefined && what !== '' && what !== false)
        .map(([name, what]) => (
          <div key={name} className="facts-row">
            <dt>{name}</dt>
            <dd>{what}</dd>
          </div>
        ))}
    </dl>
  );
}
