import type { QueryKey } from '@tanstack/react-query';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../words/use-translation';
import { faultsOf, reasonOf, type Schemas } from '../app/api';
import { tell } from '../app/tell';
import { Button, Empty, Field, Tag, When } from '../look/kit';
import { EndlessList } from '../wish/list';
import { upload } from '../wish/upload';
import { download } from './download';
import { HeadingChoices, headingsIn } from './heading-choices';
import { Heading } from './shell';
import { SheetButton } from './sheet-button';
import { IMPORT_TONES } from './take-back';
import { UnitSelect } from './unit-select';

export type Sent = Omit<Schemas['UnitImportAnswer'], 'renamed'>;
export type SentForm = 'unit' | 'staff';

/** Lists of units or of staff that were sent, and a place to send one. */
export function SentLists({
  form,
  path,
  startUnit,
  queryKey,
  load,
  onRead,
  children,
}: {
  form: SentForm;
  /** Where lists are sent to. */
  path: string;
  startUnit: string | undefined;
  queryKey: QueryKey;
  load: (cursor: string | undefined) => Promise<{ items: Sent[]; nextCursor: string | null }>;
  onRead: (id: string) => Promise<void>;
  /** Leads to one of them. */
  children: (one: Sent, card: ReactNode) => ReactNode;
}): ReactElement {
  const { t } = useTranslation('organization');
  const { t: words } = useTranslation('imports');
  const [unitId, setUnitId] = useState(startUnit);
  const [percent, setPercent] = useState<number>();
  const [refused, setRefused] = useState<{ file: File; headings: Schemas['HeadingAnswer'][] }>();
  const send = async (file: File | undefined): Promise<void> => {
    if (!file || !unitId) return;
    setPercent(0);
    setRefused(undefined);
    try {
      const { id } = await upload<Schemas['ImportStartedAnswer']>(
        `${path}?unitId=${unitId}`,
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      await onRead(id);
    } catch (error) {
      const headings = headingsIn(error);
      if (headings.length > 0) setRefused({ file, headings });
      tell([reasonOf(error), ...Object.values(faultsOf(error))].join(' '), 'fault');
    } finally {
      setPercent(undefined);
    }
  };
  return (
    <>
      <Heading title={t(`${form}.title`)} lead={t(`${form}.lead`)}>
        <Button icon="download" onClick={() => void download(`${path}/template.xlsx`, `${form}-template.xlsx`)}>
          {t('template')}
        </Button>
      </Heading>
      <section className="card stack">
        <Field label={t(`${form}.about`)}>
          {({ id }) => <UnitSelect id={id} value={unitId} onChange={setUnitId} />}
        </Field>
        <SheetButton
          label={t('choose')}
          sending={t('sending')}
          percent={percent}
          isDisabled={!unitId}
          onTake={(file) => void send(file)}
        />
      </section>
      {refused && unitId && (
        <HeadingChoices
          form={form}
          unitId={unitId}
          headings={refused.headings}
          isNeeded
          onChosen={() => send(refused.file)}
        />
      )}
      <EndlessList
        queryKey={[...queryKey, 'list']}
        load={load}
        empty={
          <Empty icon="upload" title={t('empty')}>
            <p className="soft">{t('emptyHint')}</p>
          </Empty>
        }
      >
        {(one) =>
          children(
            one,
            <>
              <div className="between">
                <p className="strong">{one.fileName}</p>
                <Tag tone={IMPORT_TONES[one.status]}>{words(`status.${one.status}`)}</Tag>
              </div>
              <p className="small">{t('counts', one.counts)}</p>
              <p className="small soft">
                <When at={one.createdAt} />
              </p>
            </>,
          )
        }
      </EndlessList>
    </>
  );
}
