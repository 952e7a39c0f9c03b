import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { Button, ButtonLink, Field, Sheet, TextField } from '../look/kit';
import { plainest, readMobile } from '../look/typed';
import { PhoneField } from '../look/typed-fields';
import { unitsQuery } from '../wish/units';
import { Confirm } from './confirm';
import { download } from './download';
import { Reasons } from './rows-by-verdict';
import { SentList, SentRowCard } from './sent-list';
import { UnitSelect } from './unit-select';

type Row = Schemas['StaffImportRowAnswer'];
type StaffRole = Row['values']['roles'][number];
const ROLES: readonly StaffRole[] = [
  'grid_worker',
  'grid_leader',
  'community_secretary',
  'community_director',
  'supervision_committee',
  'finance_clerk',
  'town_officer',
  'district_officer',
  'auditor',
  'administrator',
];

/** A list of staff row by row, the codes with which they open their accounts, and what awaits a confirmation. */
export function StaffImportPage(): ReactElement {
  const { t } = useTranslation('organization');
  const { staffImportId } = useParams({ from: '/c/staff-imports/$staffImportId' });
  const { verdict } = useSearch({ from: '/c/staff-imports/$staffImportId' });
  const navigate = useNavigate();
  const [correcting, setCorrecting] = useState<Row>();
  const [isAsking, setAsking] = useState(false);
  const path = { staffImportId };
  const url = `/api/v1/staff-imports/${staffImportId}`;
  const queryKey = ['staff-imports', staffImportId];
  const get = () => answer(api.GET('/api/v1/staff-imports/{staffImportId}', { params: { path } }));
  const { data } = useQuery({ queryKey, queryFn: get });
  const codes = async (): Promise<void> => {
    setAsking(false);
    await download(`${url}/start-codes`, 'start-codes.xlsx', 'POST');
  };
  return (
    <>
      <SentList<Row>
        form="staff"
        path={url}
        queryKey={queryKey}
        changes={['people']}
        verdict={verdict}
        requests={{
          get,
          commit: (headers) =>
            answer(api.POST('/api/v1/staff-imports/{staffImportId}/commit', { params: { path }, headers })),
          readAgain: () => answer(api.POST('/api/v1/staff-imports/{staffImportId}/reading', { params: { path } })),
          rows: (query) => answer(api.GET('/api/v1/staff-imports/{staffImportId}/rows', { params: { path, query } })),
        }}
        onChoose={(chosen) =>
          void navigate({
            to: '/c/staff-imports/$staffImportId',
            params: path,
            search: { verdict: chosen },
            replace: true,
          })
        }
        about={data && data.awaiting > 0 && <Awaiting count={data.awaiting} />}
        actions={
          data &&
          data.added + data.known > 0 && (
            <Button icon="download" onClick={() => setAsking(true)}>
              {t('staff.codes')}
            </Button>
          )
        }
      >
        {(row) => <RowCard row={row} onCorrect={() => setCorrecting(row)} />}
      </SentList>
      {correcting && (
        <Correct staffImportId={staffImportId} row={correcting} onClose={() => setCorrecting(undefined)} />
      )}
      {isAsking && (
        <Confirm title={t('staff.codes')} onYes={() => void codes()} onClose={() => setAsking(false)}>
          <p>{t('staff.codesSure')}</p>
        </Confirm>
      )}
    </>
  );
}

/** What does not work yet, and who makes it work. */
function Awaiting({ count }: { count: number }): ReactElement {
  const { t } = useTranslation('organization');
  return (
    <div className="note note-warn stack-tight">
      <p>{t('staff.awaiting', { count })}</p>
      <ButtonLink to="/c/people" icon="people">
        {t('staff.people')}
      </ButtonLink>
    </div>
  );
}

function RowCard({ row, onCorrect }: { row: Row; onCorrect: () => void }): ReactElement {
  const { t } = useTranslation('organization');
  const { t: words } = useTranslation();
  const { data: units } = useQuery(unitsQuery);
  const { values, typed } = row;
  const unit = units?.find(({ code }) => code === values.unitCode)?.name ?? values.unitCode ?? typed.unit;
  const roles = typed.role ?? values.roles.map((role) => words(`role.${role}`)).join(t('comma'));
  return (
    <SentRowCard
      row={row}
      isKnownWords={t('staff.wasKnown')}
      onCorrect={row.doubts.includes('sheet') ? undefined : onCorrect}
    >
      <p>
        <span className="strong">{values.name ?? typed.name}</span>{' '}
        <span className="figures">{values.phone ?? typed.phone}</span>
      </p>
      <p className="small soft">{[unit, roles].filter(Boolean).join(' · ')}</p>
      {row.isAwaiting && <p className="small">{t('staff.isAwaiting')}</p>}
    </SentRowCard>
  );
}

/** Says what was in doubt: only those fields, beside what was typed there. */
function Correct({
  staffImportId,
  row,
  onClose,
}: {
  staffImportId: string;
  row: Row;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('organization');
  const { t: words } = useTranslation();
  const { data: units } = useQuery(unitsQuery);
  const [form, setForm] = useState({ name: '', phone: '', unitId: undefined as string | undefined, isSame: false });
  const [roles, setRoles] = useState<readonly StaffRole[]>(row.values.roles);
  const asks = (...doubts: Row['doubts']): boolean => doubts.some((doubt) => row.doubts.includes(doubt));
  const asksPlace = asks('role', 'level', 'conflict', 'reserved', 'fromAbove', 'notYours', 'held');
  const send = useCommand({
    send: (_, key) =>
      answer(
        api.PATCH('/api/v1/staff-imports/{staffImportId}/rows/{rowNo}', {
          params: { path: { staffImportId, rowNo: row.rowNo } },
          headers: withKey(key),
          body: {
            reading: row.reading,
            name: form.name.trim() || undefined,
            phone: plainest(readMobile, form.phone) || undefined,
            unitCode: units?.find(({ id }) => id === form.unitId)?.code,
            roles: asksPlace && roles.length > 0 ? [...roles] : undefined,
            isSame: form.isSame || undefined,
          },
        }),
      ),
    touches: [['staff-imports']],
    says: t('corrected'),
    done: onClose,
    refused: (error) => Object.keys(faultsOf(error)).length > 0,
  });
  const faults = faultsOf(send.error);
  const hint = (field: 'name' | 'phone' | 'unit' | 'role'): string | undefined =>
    row.typed[field] ? t('typed', { text: row.typed[field] }) : undefined;
  return (
    <Sheet title={t('row', { sheet: row.sheet, row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      {asks('otherName', 'twoNames') && (
        <label className="check">
          <input
            type="checkbox"
            checked={form.isSame}
            onChange={(event) => setForm({ ...form, isSame: event.target.checked })}
          />
          <span>{t('staff.isSame')}</span>
        </label>
      )}
      {asks('name', 'twoNames', 'otherPerson') && (
        <TextField
          label={words('field.name')}
          hint={hint('name')}
          fault={faults.name}
          maxLength={40}
          value={form.name}
          onChange={(name) => setForm({ ...form, name })}
        />
      )}
      {asks('phone', 'twice', 'twoNames', 'otherName', 'closed', 'otherPerson') && (
        <PhoneField
          label={words('field.phone')}
          hint={hint('phone')}
          fault={faults.phone}
          value={form.phone}
          onChange={(phone) => setForm({ ...form, phone })}
        />
      )}
      {(asks('unit') || asksPlace) && (
        <Field label={words('field.unitId')} hint={hint('unit')} fault={faults.unitCode}>
          {({ id }) => <UnitSelect id={id} value={form.unitId} onChange={(unitId) => setForm({ ...form, unitId })} />}
        </Field>
      )}
      {asksPlace && (
        <fieldset className="stack-tight">
          <legend>{hint('role') ?? t('staff.roles')}</legend>
          {ROLES.map((role) => (
            <label key={role} className="check">
              <input
                type="checkbox"
                checked={roles.includes(role)}
                onChange={({ target }) =>
                  setRoles(target.checked ? [...roles, role] : roles.filter((other) => other !== role))
                }
              />
              <span>{words(`role.${role}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <p className="small soft">{t('staff.correctHint')}</p>
      <Button look="main" isWide isBusy={send.isPending} onClick={() => send.mutate()}>
        {words('save')}
      </Button>
    </Sheet>
  );
}
