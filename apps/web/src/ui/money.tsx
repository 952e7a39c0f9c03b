import { type ReactElement } from 'react';
import { useFormat } from '../core/format';

export function Money({ fen }: { fen: number }): ReactElement {
  return <span className="figures money">{useFormat().money(fen)}</span>;
}
