import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, reasonOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { useFormat } from '../app/format';
import { holds, useSession } from '../app/session';
import { tell } from '../app/tell';
import { Button, Fault, Skeleton, Tag } from '../look/kit';
import { useCalled, type Strengths } from '../wish/strengths';
import { upload } from '../wish/upload';
import { Confirm } from './confirm';
import { download } from './download';
import { SheetButton } from './sheet-button';
import { Heading } from './shell';
import { EditStrength, type Strength } from './strength-sheet';

export type Branch = Strengths['branches'][number];

/** The district's list of skills: edited here or in a spreadsheet, put in force as a whole. */
export function StrengthsPage(): ReactElement {
  const { t } = useTranslation('strengths');
  const { data, error, refetch } = useQuery({
    queryKey: ['strengths'],
    queryFn: () => answer(api.GET('/api/v1/strengths')),
  });
  if (error && !data) return <Fault error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Heading
        title={t('title')}
        lead={data && (data.version > 0 ? t('lead', { version: data.version }) : t('firstLead'))}
      >
        <Button icon="download" onClick={() => void download('/api/v1/strengths.xlsx', 'strengths.xlsx')}>
          {t('download')}
        </Button>
      </Heading>
      {data ? <Form list={data} /> : <Skeleton rows={4} />}
    </>
  );
}

type Editing = { branch: string; strength?: Strength };

function Form({ list }: { list: Strengths }): ReactElement {
  const { t } = useTranslation('strengths');
  const called = useCalled();
  const { list: inOneLine } = useFormat();
  const sets = holds(useSession(), 'district_officer');
  const [branches, setBranches] = useState(list.branches);
  const [editing, setEditing] = useState<Editing>();
  const [isAsking, setAsking] = useState(false);
  const [percent, setPercent] = useState<number>();
  useEffect(() => setBranches(list.branches), [list]);
  const inForce = new Map(
    list.branches.flatMap(({ code, strengths }) => strengths.map((one) => [one.code, JSON.stringify([code, one])])),
  );
  const isChanged = (branch: string, one: Strength): boolean => inForce.get(one.code) !== JSON.stringify([branch, one]);
  const changes = branches.flatMap(({ code, strengths }) => strengths.filter((one) => isChanged(code, one))).length;
  const save = useCommand({
    send: (_, key) =>
      answer(
        api.PUT('/api/v1/policies/strengths', { headers: withKey(key), body: { basedOn: list.version, branches } }),
      ),
    touches: [['strengths']],
    says: t('saved'),
    done: () => setAsking(false),
    refused: (error) => {
      setAsking(false);
      return Object.keys(faultsOf(error)).length > 0;
    },
  });
  const faults = Object.values(faultsOf(save.error));
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setPercent(0);
    try {
      const { branches, added, changed } = await upload<Schemas['StrengthsPreviewAnswer']>(
        '/api/v1/policies/strengths/preview',
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      setBranches(branches);
      const count = { added: added.length, changed: changed.length };
      tell(count.added + count.changed > 0 ? t('read', count) : t('readNothing'));
    } catch (error) {
      tell([reasonOf(error), ...Object.values(faultsOf(error)).slice(0, 3)].join(' '), 'fault');
    } finally {
      setPercent(undefined);
    }
  };
  return (
    <div className="stack">
      {sets && (
        <div className="actions">
          <SheetButton
            label={t('upload')}
            sending={t('sending')}
            percent={percent}
            onTake={(file) => void read(file)}
          />
          <Button icon="plus" onClick={() => setEditing({ branch: '' })}>
            {t('addBranch')}
          </Button>
        </div>
      )}
      {faults.length > 0 && (
        <div className="note note-stop" role="alert">
          <p>{t('faults')}</p>
          <ul>
            {faults.slice(0, 8).map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </div>
      )}
      {sets && changes > 0 && (
        <div className="actions">
          <Button look="main" onClick={() => setAsking(true)}>
            {t('save')}
          </Button>
          <Button onClick={() => setBranches(list.branches)}>{t('undo')}</Button>
          <p className="small soft">{t('changes', { count: changes })}</p>
        </div>
      )}
      {branches.map((branch) => (
        <section key={branch.code} className="card stack">
          <div className="between">
            <h2 className="heading">{called(branch)}</h2>
            <span className="small soft">{t('count', { count: branch.strengths.length })}</span>
          </div>
          <ul className="stack">
            {branch.strengths.map((one) => (
              <li key={one.code} className="between">
                <div className="stack-tight">
                  <p>
                    <span className="strong">{one.zh}</span> <span className="soft">{one.en}</span>
                  </p>
                  {one.synonyms.length > 0 && <p className="small soft">{inOneLine(one.synonyms)}</p>}
                  {(one.isRetired || isChanged(branch.code, one)) && (
                    <p className="row">
                      {one.isRetired && <Tag>{t('retired')}</Tag>}
                      {isChanged(branch.code, one) && <Tag tone="amber">{t('isNew')}</Tag>}
                    </p>
                  )}
                </div>
                {sets && (
                  <Button
                    look="bare"
                    aria-label={`${t('edit')} ${one.zh}`}
                    onClick={() => setEditing({ branch: branch.code, strength: one })}
                  >
                    {t('edit')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {sets && (
            <div>
              <Button look="bare" icon="plus" onClick={() => setEditing({ branch: branch.code })}>
                {t('add')}
              </Button>
            </div>
          )}
        </section>
      ))}
      {editing && (
        <EditStrength
          branches={branches}
          {...editing}
          basedOn={list.version}
          mayMerge={changes === 0}
          onKeep={(next) => {
            setBranches(next);
            setEditing(undefined);
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
      {isAsking && (
        <Confirm title={t('save')} isBusy={save.isPending} onYes={() => save.mutate()} onClose={() => setAsking(false)}>
          <p>{t('sure')}</p>
        </Confirm>
      )}
    </div>
  );
}
