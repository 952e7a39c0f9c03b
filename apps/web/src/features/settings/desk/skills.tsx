import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, reasonOf, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, Waiting, Tag } from '../../../ui';
import { useCalled, type Skills } from '../../people/skills';
import { upload } from '../../../core/upload';
import { AskFirst } from '../../../ui/desk/confirm';
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
      {data ? <Form key={data.version} list={data} /> : <Waiting error={error} onRetry={refetch} rows={4} />}
    </>
  );
}

type Editing = { category: string; skill?: Skill };

function Form({ list }: { list: Skills }): ReactElement {
  const { t } = useTranslation('skills');
  const called = useCalled();
  const { list: inOneLine } = useFormat();
  const sets = may(useSession(), 'policy.set');
  const [editing, setEditing] = useState<Editing>();
  const [percent, setPercent] = useState<number>();
  const form = useForm({
    values: { categories: list.categories },
    asksFirst: true,
    send: ({ categories }, headers) =>
      api.PUT('/api/v1/policies/skills', { headers, body: { basedOn: list.version, categories } }),
    invalidates: [['skills']],
    successMessage: t('saved'),
  });
  const { categories } = form.values;
  const inForce = new Map(
    list.categories.flatMap(({ code, skills }) => skills.map((one) => [one.code, JSON.stringify([code, one])])),
  );
  const isChanged = (category: string, one: Skill): boolean =>
    inForce.get(one.code) !== JSON.stringify([category, one]);
  const changes = categories.flatMap(({ code, skills }) => skills.filter((one) => isChanged(code, one))).length;
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setPercent(0);
    try {
      const { added, changed, ...preview } = await upload<Schemas['SkillsPreviewResponse']>(
        '/api/v1/policies/skills/preview',
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      form.set(preview);
      const count = { added: added.length, changed: changed.length };
      showToast(count.added + count.changed > 0 ? t('read', count) : t('readNothing'));
    } catch (error) {
      showToast(reasonOf(error), 'error');
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
      {form.summary && (
        <div className="note note-stop prose" role="alert">
          <p>{t('errors')}</p>
          {form.summary}
        </div>
      )}
      {sets && changes > 0 && (
        <div className="actions">
          <Button variant="primary" isBusy={form.isBusy} onClick={() => form.submit()}>
            {t('save')}
          </Button>
          <Button onClick={form.clear}>{t('undo')}</Button>
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
            form.set({ categories: next });
            setEditing(undefined);
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
      <AskFirst form={form} title={t('save')}>
        <p>{t('sure')}</p>
      </AskFirst>
    </div>
  );
}
