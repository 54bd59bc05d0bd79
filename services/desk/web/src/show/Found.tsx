/** A text with the words that were searched for marked in it. */
export function Found({ text, query }: { text: string; query?: string | undefined }) {
  const words = (query ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return <>{text}</>;
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'gi');
  let at = 0;
  return (
    <>
      {text.split(pattern).map((part, index) => {
        at += part.length;
        return index % 2 === 1 ? <mark key={at}>{part}</mark> : part;
      })}
    </>
  );
}
