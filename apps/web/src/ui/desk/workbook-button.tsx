import type { ReactElement } from 'react';
import { Icon } from '../icons';
import { Progress } from '..';

/** Selects a workbook or CSV file from the device; shows the progress while it is uploaded. */
export function SheetButton({
  label,
  sending,
  percent,
  isDisabled,
  onTake,
}: {
  label: string;
  /** The label of the progress. */
  sending: string;
  percent: number | undefined;
  isDisabled?: boolean;
  onTake: (file: File | undefined) => void;
}): ReactElement {
  if (percent !== undefined) return <Progress label={sending} done={percent} total={100} />;
  return (
    <label className="button button-primary file-button">
      <Icon name="upload" />
      {label}
      <input
        type="file"
        accept=".xlsx,.csv"
        disabled={isDisabled}
        onChange={(event) => {
          onTake(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </label>
  );
}
