import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api } from '../../core/api';
import { useDebouncedValue } from '../../core/use-debounced-value';
import { Choices, TextField } from '../../ui';
import { FieldError } from '../../ui/field';

/** A chosen wish, with the text that is shown for it. */
export interface Companion {
  id: string;
  text: string;
}

const ASK_AFTER_MS = 400;
/** Search finds more by their text. */
const MOST_OFFERED = 10;

/** Further wishes that the same money is for. Offers the community's eligible wishes, those about the same subject first. */
export function AlsoFor({
  wishId,
  requestId,
  chosen,
  onChange,
  error,
}: {
  wishId: string;
  requestId?: string;
  chosen: Companion[];
  onChange: (chosen: Companion[]) => void;
  error?: string;
}): ReactElement {
  const { t } = useTranslation('spend');
  const [isOpen, setOpen] = useState(chosen.length > 0);
  const [sought, setSought] = useState('');
  const q = useDebouncedValue(sought.trim(), ASK_AFTER_MS) || undefined;
  const { data } = useQuery({
    queryKey: ['wishes', wishId, 'companions', requestId, q],
    queryFn: () =>
      api.GET('/api/v1/wishes/{wishId}/spend-companions', {
        params: { path: { wishId }, query: { q, spendRequestId: requestId } },
      }),
    enabled: isOpen,
    placeholderData: (before) => before,
  });
  const found = data?.items.map(({ id, code, publicText }) => ({ id, text: `${publicText}（${code}）` })) ?? [];
  const known = chosen.map(({ id, text }) => ({ id, text: found.find((one) => one.id === id)?.text ?? text }));
  const others = found.filter(({ id }) => known.every((one) => one.id !== id));
  const shown = [...known, ...others.slice(0, MOST_OFFERED)];
  return (
    <details
      className="stack"
      open={chosen.length > 0 || Boolean(error) || undefined}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t('form.alsoFor')}</summary>
      <p className="field-hint">{t('form.alsoForHint')}</p>
      <TextField label={t('form.seekWish')} type="search" maxLength={40} value={sought} onChange={setSought} />
      {shown.length > 0 ? (
        <Choices
          label={t('form.chosen', { n: chosen.length })}
          options={shown.map(({ id, text }) => ({ value: id, label: text }))}
          values={chosen.map(({ id }) => id)}
          onChange={(ids) => onChange(shown.filter(({ id }) => ids.includes(id)))}
        />
      ) : (
        data && <p className="soft">{t('form.noCompanion')}</p>
      )}
      <FieldError message={error} />
    </details>
  );
}
