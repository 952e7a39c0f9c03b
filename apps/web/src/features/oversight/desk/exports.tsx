import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { may, useSession } from '../../../core/session';
import { Button, Choice, Empty, ErrorNotice, Field, Progress, Skeleton, Tag, TextField, When } from '../../../ui';
import { useDraft } from '../../../core/offline/draft';
import { download } from '../../../core/download';
import { Heading } from '../../../frames/desk';
import { UnitSelect } from '../../people/desk/unit-select';

type Kind = Schemas['MakeExportBody']['kind'];
type Status = 'waiting' | 'building' | 'ready' | 'failed' | 'forgotten';
const POLL_MS = 1_000;
const isUnderWay = (status: string): boolean => status === 'waiting' || status === 'building';

/** Files that are generated in the background: started and downloaded here. */
export function ExportsPage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  const [unitId, setUnitId] = useState(person?.roles[0]?.unitId);
  const readsWishes = may(person, 'wish.read');
  const [kind, setKind] = useState<Kind>(readsWishes ? 'wishes' : 'spend');
  const { value, set, clear } = useDraft('export', { purpose: '' });
  const { data, error, refetch } = useQuery({
    queryKey: ['exports'],
    queryFn: async () => (await api.GET('/api/v1/exports', { params: { query: { limit: 30 } } })).items,
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => isUnderWay(status)) ? POLL_MS : false),
  });
  const make = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/exports', {
        headers,
        body: { kind, unitId: unitId ?? '', purpose: value.purpose.trim() },
      }),
    invalidates: [['exports']],
    successMessage: t('exports.made'),
    onSuccess: clear,
  });
  return (
    <>
      <Heading title={t('exports.title')} lead={t('exports.lead')} />
      <section className="card stack">
        {readsWishes && (
          <Choice<Kind>
            label={t('exports.kind')}
            value={kind}
            onChange={setKind}
            options={(['wishes', 'spend', 'entries', 'return'] as const).map((code) => ({
              value: code,
              label: t(`exports.kinds.${code}`),
            }))}
          />
        )}
        <div className="form-row">
          <Field label={t('exports.unit')}>
            {({ id }) => <UnitSelect id={id} value={unitId} onChange={setUnitId} />}
          </Field>
          <TextField
            label={t('exports.purpose')}
            hint={t('exports.purposeHint')}
            maxLength={100}
            value={value.purpose}
            onChange={(purpose) => set({ purpose })}
          />
        </div>
        <div>
          <Button
            variant="primary"
            icon="download"
            disabled={!unitId || !value.purpose.trim()}
            isBusy={make.isPending}
            onClick={() => make.mutate()}
          >
            {t('exports.make')}
          </Button>
        </div>
      </section>
      {error && !data ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={2} />
      ) : data.length === 0 ? (
        <Empty icon="download" title={t('exports.empty')}>
          <p className="soft">{t('exports.emptyHint')}</p>
        </Empty>
      ) : (
        <ul className="stack">
          {data.map((one) => (
            <li key={one.id} className="card stack-tight">
              <div className="between">
                <div>
                  <p className="strong">{`${t(`exports.kinds.${one.kind}`)} · ${one.unitName}`}</p>
                  <p className="small soft">
                    {one.purpose} · <When at={one.createdAt} />
                  </p>
                </div>
                {one.status === 'ready' ? (
                  <div className="row">
                    {(['xlsx', 'csv'] as const).map((form) => (
                      <Button
                        key={form}
                        icon="download"
                        onClick={() =>
                          void download(
                            `/api/v1/exports/${one.id}/file.${form}`,
                            `${t(`exports.kinds.${one.kind}`)}.${form}`,
                          )
                        }
                      >
                        {form === 'xlsx' ? t('exports.download') : t('exports.csv')}
                      </Button>
                    ))}
                  </div>
                ) : (
                  <Tag>{t(`exports.status.${one.status as Status}`)}</Tag>
                )}
              </div>
              {isUnderWay(one.status) && (
                <Progress
                  label={t(`exports.status.${one.status as Status}`)}
                  done={one.rowsDone}
                  total={one.rowsTotal}
                />
              )}
              {one.status === 'ready' && (
                <p className="small soft">
                  {words('saved')} · {t('exports.rows', { count: one.rowsDone })}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
