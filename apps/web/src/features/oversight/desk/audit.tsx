import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { Button, Choice, Empty, Tag, TextField } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { Heading } from '../../../frames/desk';
import { UnitField } from '../../people/desk/unit-field';

interface Asked {
  name?: string;
  subjectId?: string;
  unitId?: string;
  from?: string;
  until?: string;
}

/** Searches the events and the accesses to personal data. */
export function AuditPage(): ReactElement {
  const { t } = useTranslation('office');
  const search = useSearch({ from: '/c/audit' });
  const navigate = useNavigate();
  const [what, setWhat] = useState<'events' | 'views'>('events');
  const [form, setForm] = useState<Asked>({ name: search.name, subjectId: search.subject });
  const [asked, setAsked] = useState<Asked>(form);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(form);
    void navigate({ to: '/c/audit', search: { name: form.name, subject: form.subjectId }, replace: true });
  };
  const empty = (
    <Empty icon="search" title={t('audit.empty')}>
      <p className="soft">{t('audit.emptyHint')}</p>
    </Empty>
  );
  return (
    <>
      <Heading title={t('audit.title')} />
      <Choice
        label={t('audit.title')}
        hideLabel
        value={what}
        onChange={setWhat}
        options={[
          { value: 'events', label: t('audit.events') },
          { value: 'views', label: t('audit.views') },
        ]}
      />
      <form className="card stack" onSubmit={submit}>
        <div className="form-row">
          {what === 'events' && (
            <>
              <TextField
                label={t('audit.name')}
                placeholder="Spend, WishPublished …"
                maxLength={64}
                value={form.name ?? ''}
                onChange={(text) => setForm({ ...form, name: text.replace(/[^A-Za-z]/g, '') || undefined })}
              />
              <UnitField
                label={t('audit.unit')}
                canClear
                value={form.unitId}
                onChange={(unitId) => setForm({ ...form, unitId })}
              />
              <TextField
                label={t('audit.from')}
                type="date"
                value={form.from ?? ''}
                onChange={(text) => setForm({ ...form, from: text || undefined })}
              />
              <TextField
                label={t('audit.until')}
                type="date"
                value={form.until ?? ''}
                onChange={(text) => setForm({ ...form, until: text || undefined })}
              />
            </>
          )}
          <TextField
            label={t('audit.subject')}
            maxLength={36}
            value={form.subjectId ?? ''}
            onChange={(text) => setForm({ ...form, subjectId: text.trim() || undefined })}
          />
        </div>
        <div>
          <Button type="submit" variant="primary" icon="search">
            {t('audit.search')}
          </Button>
        </div>
      </form>
      {what === 'events' ? (
        <EndlessList
          queryKey={['audit', 'events', asked]}
          load={(cursor) => api.GET('/api/v1/audit/events', { params: { query: { limit: 50, cursor, ...asked } } })}
          empty={empty}
        >
          {(event) => <EventCard event={event} />}
        </EndlessList>
      ) : (
        <EndlessList
          queryKey={['audit', 'views', asked.subjectId ?? 'all']}
          load={(cursor) =>
            api.GET('/api/v1/audit/data-views', {
              params: { query: { limit: 50, cursor, subjectId: asked.subjectId } },
            })
          }
          empty={empty}
        >
          {(view) => <ViewCard view={view} />}
        </EndlessList>
      )}
    </>
  );
}

function EventCard({ event }: { event: Schemas['AuditEventResponse'] }): ReactElement {
  const { t } = useTranslation('office');
  const { t: events, i18n } = useTranslation('events');
  const { time } = useFormat();
  const name = i18n.exists(`events:${event.name}`)
    ? `${events(event.name as Schemas['EventName'])}（${event.name}）`
    : event.name;
  return (
    <article className="card stack-tight">
      <div className="between">
        <p className="strong">{name}</p>
        <Tag tone={event.seq === null ? 'amber' : 'plain'}>
          {event.seq === null ? t('audit.unsealed') : t('audit.chain', { seq: event.seq })}
        </Tag>
      </div>
      <p className="small">{`${event.unitName} · ${event.actorName ?? t('audit.system')} · ${time(event.occurredAt)}`}</p>
      <p className="small soft code">{event.subjectId}</p>
      {Object.keys(event.data).length > 0 && <p className="small soft code">{JSON.stringify(event.data)}</p>}
    </article>
  );
}

function ViewCard({ view }: { view: Schemas['DataViewResponse'] }): ReactElement {
  const { t } = useTranslation('office');
  const { time } = useFormat();
  return (
    <article className="card stack-tight">
      <p className="strong">{view.viewerName}</p>
      <p className="small">{`${t('audit.fields')}：${view.fields} · ${t('audit.reason')}：${view.reason}`}</p>
      <p className="small soft">{time(view.viewedAt)}</p>
      <p className="small soft code">{view.subjectId}</p>
    </article>
  );
}
