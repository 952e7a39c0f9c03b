import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, reasonOf, type Schemas } from '../app/api';
import { useSession } from '../app/session';
import { tell } from '../app/tell';
import { Button, Empty, Field, Tag, When } from '../look/kit';
import { EndlessList } from '../wish/list';
import { upload } from '../wish/upload';
import { download } from './download';
import { Heading } from './shell';
import { SheetButton } from './sheet-button';
import { IMPORT_TONES } from './take-back';
import { UnitSelect } from './unit-select';

/** Workbooks that were sent, and a place to send one: what is under way can be left and found again here. */
export function ImportsPage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation('imports');
  const person = useSession();
  const navigate = useNavigate();
  const [unitId, setUnitId] = useState(
    person?.roles.find(({ role }) => ['town_officer', 'community_secretary', 'community_director'].includes(role))
      ?.unitId,
  );
  const [percent, setPercent] = useState<number>();
  const send = async (file: File | undefined): Promise<void> => {
    if (!file || !unitId) return;
    setPercent(0);
    try {
      const { id } = await upload<Schemas['ImportStartedAnswer']>(
        `/api/v1/wish-imports?unitId=${unitId}`,
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      await navigate({ to: '/c/imports/$importId', params: { importId: id } });
    } catch (error) {
      tell(reasonOf(error), 'fault');
    } finally {
      setPercent(undefined);
    }
  };
  return (
    <>
      <Heading title={t('imports.title')} lead={t('imports.lead')}>
        <Button
          icon="download"
          onClick={() => void download('/api/v1/wish-imports/template.xlsx', 'wish-template.xlsx')}
        >
          {t('imports.template')}
        </Button>
      </Heading>
      <section className="card stack">
        <Field label={t('imports.unit')}>
          {({ id }) => <UnitSelect id={id} value={unitId} onChange={setUnitId} />}
        </Field>
        <SheetButton
          label={t('imports.choose')}
          sending={t('imports.sending')}
          percent={percent}
          isDisabled={!unitId}
          onTake={(file) => void send(file)}
        />
      </section>
      <EndlessList
        queryKey={['imports', 'list']}
        load={(cursor) => answer(api.GET('/api/v1/wish-imports', { params: { query: { limit: 20, cursor } } }))}
        empty={
          <Empty icon="upload" title={t('imports.empty')}>
            <p className="soft">{t('imports.emptyHint')}</p>
          </Empty>
        }
      >
        {(one) => (
          <Link to="/c/imports/$importId" params={{ importId: one.id }} className="card stack-tight">
            <div className="between">
              <p className="strong">{one.fileName}</p>
              <Tag tone={IMPORT_TONES[one.status]}>{words(`status.${one.status}`)}</Tag>
            </div>
            <p className="small">{one.problem ? one.problem.title : t('imports.counts', one.counts)}</p>
            <p className="small soft">
              <When at={one.createdAt} /> · {t('imports.rows', { count: one.rowsTotal || one.rowsRead })}
            </p>
          </Link>
        )}
      </EndlessList>
    </>
  );
}
