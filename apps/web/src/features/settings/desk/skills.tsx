import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, reasonOf, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, ErrorNotice, Skeleton, Tag } from '../../../ui';
import { useCalled, type Skills } from '../../people/skills';
import { upload } from '../../../core/upload';
import { Confirm } from '../../../ui/desk/confirm';
import { download } from '../../../core/download';
import { SheetButton } from '../../../ui/desk/workbook-button';
import { Heading } from '../../../frames/desk';
import { EditSkill, type Skill } from './skill-sheet';

export type Category = Skills['categories'][number];

/** The district's list of skills: edited here or in a spreadsheet, put in force as a whole. */
export function SkillsPage(): ReactElement {
  const { t } = useTranslation('skills');
  const { data, error, refetch } = useQuery({
    queryKey: ['skills'],
    queryFn: () => api.GET('/api/v1/skills'),
  });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Heading
        title={t('title')}
        lead={data && (data.version > 0 ? t('lead', { version: data.version }) : t('firstLead'))}
      >
        <Button icon="download" onClick={() => void download('/api/v1/skills.xlsx', 'skills.xlsx')}>
          {t('download')}
        </Button>
      </Heading>
      {data ? <Form list={data} /> : <Skeleton rows={4} />}
    </>
  );
}

type Editing = { category: string; skill?: Skill };

function Form({ list }: { list: Skills }): ReactElement {
  const { t } = useTranslation('skills');
  const called = useCalled();
  const { list: inOneLine } = useFormat();
  const sets = may(useSession(), 'policy.set');
  const [categories, setCategories] = useState(list.categories);
  const [editing, setEditing] = useState<Editing>();
  const [isAsking, setAsking] = useState(false);
  const [percent, setPercent] = useState<number>();
  useEffect(() => setCategories(list.categories), [list]);
  const inForce = new Map(
    list.categories.flatMap(({ code, skills }) => skills.map((one) => [one.code, JSON.stringify([code, one])])),
  );
  const isChanged = (category: string, one: Skill): boolean =>
    inForce.get(one.code) !== JSON.stringify([category, one]);
  const changes = categories.flatMap(({ code, skills }) => skills.filter((one) => isChanged(code, one))).length;
  const save = useCommand({
    send: (_, headers) => api.PUT('/api/v1/policies/skills', { headers, body: { basedOn: list.version, categories } }),
    invalidates: [['skills']],
    successMessage: t('saved'),
    onSuccess: () => setAsking(false),
    onRefused: (error) => {
      setAsking(false);
      return hasFieldErrors(error);
    },
  });
  const errors = Object.values(errorsByField(save.error));
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setPercent(0);
    try {
      const { categories, added, changed } = await upload<Schemas['SkillsPreviewResponse']>(
        '/api/v1/policies/skills/preview',
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      setCategories(categories);
      const count = { added: added.length, changed: changed.length };
      showToast(count.added + count.changed > 0 ? t('read', count) : t('readNothing'));
    } catch (error) {
      showToast([reasonOf(error), ...Object.values(errorsByField(error)).slice(0, 3)].join(' '), 'error');
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
          <Button icon="plus" onClick={() => setEditing({ category: '' })}>
            {t('addBranch')}
          </Button>
        </div>
      )}
      {errors.length > 0 && (
        <div className="note note-stop" role="alert">
          <p>{t('errors')}</p>
          <ul>
            {errors.slice(0, 8).map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        </div>
      )}
      {sets && changes > 0 && (
        <div className="actions">
          <Button variant="primary" onClick={() => setAsking(true)}>
            {t('save')}
          </Button>
          <Button onClick={() => setCategories(list.categories)}>{t('undo')}</Button>
          <p className="small soft">{t('changes', { count: changes })}</p>
        </div>
      )}
      {categories.map((category) => (
        <section key={category.code} className="card stack">
          <div className="between">
            <h2 className="heading">{called(category)}</h2>
            <span className="small soft">{t('count', { count: category.skills.length })}</span>
          </div>
          <ul className="stack">
            {category.skills.map((one) => (
              <li key={one.code} className="between">
                <div className="stack-tight">
                  <p>
                    <span className="strong">{one.zh}</span> <span className="soft">{one.en}</span>
                  </p>
                  {one.synonyms.length > 0 && <p className="small soft">{inOneLine(one.synonyms)}</p>}
                  {(one.isRetired || isChanged(category.code, one)) && (
                    <p className="row">
                      {one.isRetired && <Tag>{t('retired')}</Tag>}
                      {isChanged(category.code, one) && <Tag tone="amber">{t('isNew')}</Tag>}
                    </p>
                  )}
                </div>
                {sets && (
                  <Button
                    variant="bare"
                    aria-label={`${t('edit')} ${one.zh}`}
                    onClick={() => setEditing({ category: category.code, skill: one })}
                  >
                    {t('edit')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {sets && (
            <div>
              <Button variant="bare" icon="plus" onClick={() => setEditing({ category: category.code })}>
                {t('add')}
              </Button>
            </div>
          )}
        </section>
      ))}
      {editing && (
        <EditSkill
          categories={categories}
          {...editing}
          basedOn={list.version}
          mayMerge={changes === 0}
          onKeep={(next) => {
            setCategories(next);
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
