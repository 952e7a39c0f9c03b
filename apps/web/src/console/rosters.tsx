import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, reasonOf, type Schemas } from '../app/api';
import { useSession } from '../app/session';
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

/** Rosters that were sent, and a place to send one. */
export function RostersPage(): ReactElement {
  const { t } = useTranslation('roster');
  const { t: words } = useTranslation('imports');
  const person = useSession();
  const navigate = useNavigate();
  const [unitId, setUnitId] = useState(
    person?.roles.find(({ role }) => ['community_secretary', 'town_officer'].includes(role))?.unitId,
  );
  const [percent, setPercent] = useState<number>();
  const [refused, setRefused] = useState<{ file: File; headings: Schemas['HeadingAnswer'][] }>();
  const send = async (file: File | undefined): Promise<void> => {
    if (!file || !unitId) return;
    setPercent(0);
    setRefused(undefined);
    try {
      const { id } = await upload<Schemas['ImportStartedAnswer']>(
        `/api/v1/volunteer-rosters?unitId=${unitId}`,
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      await navigate({ to: '/c/rosters/$rosterId', params: { rosterId: id } });
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
      <Heading title={t('roster.title')} lead={t('roster.lead')}>
        <Button
          icon="download"
          onClick={() => void download('/api/v1/volunteer-rosters/template.xlsx', 'roster-template.xlsx')}
        >
          {t('roster.template')}
        </Button>
      </Heading>
      <section className="card stack">
        <Field label={t('roster.unit')}>{({ id }) => <UnitSelect id={id} value={unitId} onChange={setUnitId} />}</Field>
        <SheetButton
          label={t('roster.choose')}
          sending={t('roster.sending')}
          percent={percent}
          isDisabled={!unitId}
          onTake={(file) => void send(file)}
        />
      </section>
      {refused && unitId && (
        <HeadingChoices
          form="roster"
          unitId={unitId}
          headings={refused.headings}
          isNeeded
          onChosen={() => send(refused.file)}
        />
      )}
      <EndlessList
        queryKey={['rosters', 'list']}
        load={(cursor) => answer(api.GET('/api/v1/volunteer-rosters', { params: { query: { limit: 20, cursor } } }))}
        empty={
          <Empty icon="upload" title={t('roster.empty')}>
            <p className="soft">{t('roster.emptyHint')}</p>
          </Empty>
        }
      >
        {(one) => (
          <Link to="/c/rosters/$rosterId" params={{ rosterId: one.id }} className="card stack-tight">
            <div className="between">
              <p className="strong">{one.fileName}</p>
              <Tag tone={IMPORT_TONES[one.status]}>{words(`status.${one.status}`)}</Tag>
            </div>
            <p className="small">{t('roster.counts', one.counts)}</p>
            <p className="small soft">
              <When at={one.createdAt} />
            </p>
          </Link>
        )}
      </EndlessList>
    </>
  );
}
