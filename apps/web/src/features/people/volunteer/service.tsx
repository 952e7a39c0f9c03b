import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { shanghaiDay, useFormat } from '../../../core/format';
import { Empty, Facts, TextField } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { Screen } from '../../../frames/phone';

const page = (cursor: string | undefined) =>
  api.GET('/api/v1/me/service-record', { params: { query: { limit: 20, cursor } } });

/** The volunteer's confirmed service, and a certificate of it. */
export function ServicePage(): ReactElement {
  const { t } = useTranslation('service');
  const { day } = useFormat();
  const { data } = useQuery({ queryKey: ['service', 'totals'], queryFn: () => page(undefined) });
  return (
    <Screen title={t('title')} hasBack>
      <p className="soft">{t('lead')}</p>
      {data && (
        <section className="card">
          <Facts
            items={[
              [t('hours'), t('hoursOf', { n: data.totals.hours })],
              [t('wishes'), t('wishesOf', { n: data.totals.wishes })],
              ...(data.quota ? [[t('quota'), t('quotaOf', data.quota)] satisfies [string, string]] : []),
            ]}
          />
        </section>
      )}
      {data && data.items.length > 0 && <Certificate />}
      <EndlessList
        queryKey={['service', 'entries']}
        load={page}
        empty={
          <Empty icon="star" title={t('empty')}>
            <p className="soft">{t('emptyHint')}</p>
          </Empty>
        }
      >
        {(entry) => (
          <div className="card between">
            <div className="stack-tight">
              <p>{`${entry.wishCode} · ${entry.unitName}`}</p>
              <p className="small soft">{entry.reason ? t('reversed', { reason: entry.reason }) : day(entry.doneOn)}</p>
            </div>
            <p className="strong figures">{t('hoursOf', { n: entry.hours })}</p>
          </div>
        )}
      </EndlessList>
    </Screen>
  );
}

function Certificate(): ReactElement {
  const { t } = useTranslation('service');
  const today = shanghaiDay();
  const [fromOn, setFrom] = useState(`${today.slice(0, 4)}-01-01`);
  const [untilOn, setUntil] = useState(today);
  const query = new URLSearchParams({ fromOn, untilOn }).toString();
  return (
    <section className="card stack">
      <h2 className="heading">{t('certificate')}</h2>
      <p className="soft">{t('certificateHint')}</p>
      <div className="form-row">
        <TextField label={t('from')} type="date" max={untilOn} value={fromOn} onChange={setFrom} required />
        <TextField
          label={t('until')}
          type="date"
          min={fromOn}
          max={today}
          value={untilOn}
          onChange={setUntil}
          required
        />
      </div>
      <a className="button button-primary wide" href={`/api/v1/me/service-certificate.pdf?${query}`} download>
        {t('get')}
      </a>
    </section>
  );
}
