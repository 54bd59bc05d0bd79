import { Select, TextInput } from '@mantine/core';
import { type Service, servicesByDepartment, useCatalogue } from '../api/catalogue.ts';
import styles from './entry.module.css';

/** What a call is about, as the catalogue has it: with what follows from it, and the questions that belong to it. */
export function ServiceField({
  service,
  urgencySaid,
  answers,
  onChange,
  onAnswer,
}: {
  service: Service | undefined;
  /** Whether somebody said how urgent it is: then the priority is not the service's. */
  urgencySaid: boolean;
  /** By the questions of services. */
  answers: Readonly<Record<string, string>>;
  onChange(name: string | null): void;
  onAnswer(question: string, answer: string): void;
}) {
  const catalogue = useCatalogue();
  if (catalogue.services.length === 0) return null;
  return (
    <>
      <Select
        label="Service"
        placeholder="What it is about"
        description={
          service && `Goes to ${service.department}${urgencySaid ? '' : `, with priority ${service.priority}`}`
        }
        inputWrapperOrder={['label', 'input', 'description']}
        data={servicesByDepartment(catalogue)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'No service' }}
        nothingFoundMessage="There is none like that"
        value={service?.name ?? null}
        onChange={onChange}
      />
      {service && service.questions.length > 0 && (
        <section
          aria-label={`Questions about ${service.name}`}
          className={styles.questions}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            const inputs = [...event.currentTarget.querySelectorAll('input')];
            inputs[inputs.indexOf(event.target as HTMLInputElement) + 1]?.focus();
          }}
        >
          {service.questions.map((question) => (
            <TextInput
              key={`${service.name} ${question}`}
              label={question}
              value={answers[question] ?? ''}
              onChange={({ currentTarget: { value } }) => onAnswer(question, value)}
              maxLength={2_000}
            />
          ))}
        </section>
      )}
    </>
  );
}
