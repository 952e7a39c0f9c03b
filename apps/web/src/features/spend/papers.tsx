import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { newKey, reasonOf, type Schemas } from '../../core/api';
import type { FieldOf } from '../../core/form';
import { showToast } from '../../core/toast';
import { FieldError } from '../../ui/field';
import { Icon } from '../../ui/icons';
import { IconButton } from '../../ui';
import { upload } from '../../core/upload';

export type PaperPurpose = 'quote' | 'minutes' | 'contract' | 'received' | 'invoice';
export interface Paper {
  id: string;
  name: string;
}

/** Picks photos or PDFs for a spend request; each is uploaded as soon as it is chosen. */
export function PaperPicker({
  label,
  purpose,
  value: papers,
  most = 5,
  error,
  onChange,
}: {
  label: string;
  purpose: PaperPurpose;
  most?: number;
} & FieldOf<Paper[]>): ReactElement {
  const { t } = useTranslation('spend');
  const [percent, setPercent] = useState<number>();
  const add = async (files: File[]): Promise<void> => {
    const added: Paper[] = [];
    try {
      for (const file of files.slice(0, most - papers.length)) {
        const { id } = await upload<{ id: string }>(
          `/api/v1/files?purpose=${purpose}`,
          { blob: file, name: file.name },
          { key: newKey(), onProgress: setPercent },
        );
        added.push({ id, name: file.name });
      }
    } catch (error) {
      showToast(reasonOf(error), 'error');
    }
    setPercent(undefined);
    if (added.length > 0) onChange([...papers, ...added]);
  };
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <ul className="stack-tight">
        {papers.map((paper) => (
          <li key={paper.id} className="between">
            <span className="prose">{paper.name}</span>
            <IconButton
              icon="close"
              label={t('papers.remove', { name: paper.name })}
              onClick={() => onChange(papers.filter((other) => other !== paper))}
            />
          </li>
        ))}
      </ul>
      {papers.length < most && (
        <label className="button file-button">
          <Icon name="plus" />
          <span>{percent === undefined ? t('papers.add') : t('papers.sending', { percent })}</span>
          <input
            type="file"
            multiple={most > 1}
            accept="image/jpeg,image/png,image/webp,application/pdf"
            disabled={percent !== undefined}
            onChange={(event) => {
              void add([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </label>
      )}
      {error ? <FieldError message={error} /> : <p className="field-hint">{t('papers.hint')}</p>}
    </fieldset>
  );
}

/** The documents of a request as links; `isBare` leaves out their purposes. */
export function Papers({
  files,
  isBare = false,
}: {
  files: Schemas['FileResponse'][];
  isBare?: boolean;
}): ReactElement | null {
  const { t } = useTranslation('spend');
  if (files.length === 0) return null;
  return (
    <ul className="stack-tight">
      {files.map((file) => (
        <li key={file.id} className="row">
          {!isBare && <span>{t(`papers.of.${file.purpose}`)}</span>}
          {file.url ? (
            <a href={file.url} target="_blank" rel="noreferrer" className="row">
              {file.thumbnailUrl && <img src={file.thumbnailUrl} alt="" className="paper-thumb" loading="lazy" />}
              {t(`papers.${file.media}`)}
            </a>
          ) : (
            <span className="soft">{t('papers.waits')}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
