import type { ReactElement } from 'react';
import { Icon } from '../look/icons';
import { Progress } from '../look/kit';

/** Takes a workbook or a CSV file from the device; while it is being sent, how far that is. */
export function SheetButton({
  label,
  sending,
  percent,
  isDisabled,
  onTake,
}: {
  label: string;
  /** Names the progress. */
  sending: string;
  percent: number | undefined;
  isDisabled?: boolean;
  onTake: (file: File | undefined) => void;
}): ReactElement {
  if (percent !== undefined) return <Progress label={sending} done={percent} total={100} />;
  return (
    <label className="button button-main file-button">
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
