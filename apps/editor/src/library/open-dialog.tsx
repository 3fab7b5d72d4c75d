import type { Workflow } from '@loom/protocol'
import { ActionIcon, Button, Group, Modal, ScrollArea, Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { api, queries, said, useTemplates, useWorkflows } from '../api'
import { when } from '../format'
import { CloseIcon, SearchIcon } from '../icons'
import { complain } from '../notify'
import { setUi, useUi } from '../ui-store'
import { chooseFile } from './files'
import { openById, openDraft, openNew, otherDrafts } from './session'

/** Saved workflows and templates, by search. */
export function OpenDialog() {
  const open = useUi((state) => state.dialog === 'open')
  const [search, setSearch] = useState('')
  const matches = (text: string) => text.toLowerCase().includes(search.trim().toLowerCase())
  const saved = useWorkflows(open)
  const templates = useTemplates()
  const drafts = (open ? otherDrafts() : []).filter(({ draft }) => matches(draft.document.name))
  const close = () => setUi({ dialog: null })
  const pick = (act: () => unknown) => {
    close()
    act()
  }
  const remove = async (id: string, name: string) => {
    if (!window.confirm(`Delete “${name}” from the server?`)) return
    await api.workflows.remove(id).catch((error) => complain('Not deleted', said(error)))
    void queries.invalidateQueries({ queryKey: ['workflows'] })
  }
  const shownSaved = (saved.data ?? []).filter(({ name }) => matches(name)).sort((a, b) => b.updatedAt - a.updatedAt)
  const shownTemplates = (templates.data ?? [])
    .filter(({ id, workflow }) => matches(`${id} ${workflow.name} ${workflow.description ?? ''}`))
    .sort((a, b) => sizeOf(a.workflow) - sizeOf(b.workflow))
  return (
    <Modal opened={open} onClose={close} title="Open" size="lg" centered>
      <Group gap="xs">
        <TextInput
          flex={1}
          placeholder="Search"
          aria-label="Search workflows"
          leftSection={<SearchIcon />}
          value={search}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button variant="default" onClick={() => pick(chooseFile)}>
          From a file…
        </Button>
      </Group>
      <ScrollArea.Autosize mah={420} mt="md" type="auto">
        <Section title="Saved" empty={saved.isError ? said(saved.error) : 'Nothing is saved yet.'}>
          {shownSaved.map(({ id, name, updatedAt }) => (
            <div className="open-row" key={id}>
              <button type="button" onClick={() => pick(() => openById(id))}>
                <span>{name}</span>
                <small>{when(updatedAt)}</small>
              </button>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Delete ${name}`}
                onClick={() => void remove(id, name)}
              >
                <CloseIcon size={12} />
              </ActionIcon>
            </div>
          ))}
        </Section>
        {drafts.length > 0 && (
          <Section title="Drafts in this browser" empty="">
            {drafts.map(({ tab, draft }) => (
              <div className="open-row" key={tab}>
                <button type="button" onClick={() => pick(() => openDraft(draft))}>
                  <span>{draft.document.name}</span>
                  <small>{when(draft.at)}</small>
                </button>
              </div>
            ))}
          </Section>
        )}
        <Section title="Templates" empty="No template matches.">
          {shownTemplates.map(({ id, workflow }) => (
            <div className="open-row" key={id}>
              <button type="button" onClick={() => pick(() => openNew(workflow))}>
                <span>{workflow.name}</span>
                <small>{about(workflow)}</small>
              </button>
            </div>
          ))}
        </Section>
      </ScrollArea.Autosize>
    </Modal>
  )
}

/** Templates are listed from the simplest on. */
const sizeOf = ({ nodes }: Workflow) => Object.keys(nodes).length
const about = (workflow: Workflow) => workflow.description ?? `${sizeOf(workflow)} nodes`

function Section({ title, empty, children }: { title: string; empty: string; children: ReactNode[] }) {
  return (
    <section className="open-section" aria-label={title}>
      <h3>{title}</h3>
      {children.length > 0 ? (
        children
      ) : (
        <Text size="sm" c="dimmed" px="xs">
          {empty}
        </Text>
      )}
    </section>
  )
}
