import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { may, useSession } from '../../../core/session';
import { Button, Choice, Empty, Progress, Tag, TextField, When, Waiting } from '../../../ui';
import { FieldError } from '../../../ui/field';
import { download } from '../../../core/download';
import { Heading } from '../../../frames/desk';
import { UnitField } from '../../people/desk/unit-field';

type Kind = Schemas['MakeExportBody']['kind'];
type Status = 'waiting' | 'building' | 'ready' | 'failed' | 'forgotten';
const POLL_MS = 1_000;
const isUnderWay = (status: string): boolean => status === 'waiting' || status === 'building';

/** Files that are generated in the background: started and downloaded here. */
export function ExportsPage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  const readsWishes = may(person, 'wish.read');
  const { data, error, refetch } = useQuery({
    queryKey: ['exports'],
    queryFn: async () => (await api.GET('/api/v1/exports', { params: { query: { limit: 30 } } })).items,
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => isUnderWay(status)) ? POLL_MS : false),
  });
  const form = useForm({
    values: { kind: (readsWishes ? 'wishes' : 'spend') as Kind, unitId: person?.roles[0]?.unitId, purpose: '' },
    draft: 'export',
    required: ['unitId', 'purpose'],
    send: ({ kind, unitId = '', purpose }, headers) =>
      api.POST('/api/v1/exports', { headers, body: { kind, unitId, purpose: purpose.trim() } }),
    invalidates: [['exports']],
    successMessage: t('exports.made'),
  });
  return (
    <>
      <Heading title={t('exports.title')} lead={t('exports.lead')} />
      <form className="card stack" {...form.props}>
        {readsWishes && (
          <Choice
            label={t('exports.kind')}
            {...form.field('kind')}
            options={(['wishes', 'spend', 'entries', 'return'] as const).map((code) => ({
              value: code,
              label: t(`exports.kinds.${code}`),
            }))}
          />
        )}
        <div className="form-row">
          <UnitField label={t('exports.unit')} {...form.field('unitId')} />
          <TextField
            label={t('exports.purpose')}
            hint={t('exports.purposeHint')}
            maxLength={100}
            {...form.field('purpose')}
          />
        </div>
        <FieldError message={form.summary} />
        <div>
          <Button type="submit" variant="primary" icon="download" disabled={!form.isReady} isBusy={form.isBusy}>
            {t('exports.make')}
          </Button>
        </div>
      </form>
      {!data ? (
        <Waiting error={error} onRetry={refetch} rows={2} />
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
