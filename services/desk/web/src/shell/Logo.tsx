export function Logo({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#14532d" />
      <path d="M9 7h14v18H9z M13 7v18 M16 12h4 M16 16h4" fill="none" stroke="#fff" strokeWidth="2" />
    </svg>
  );
}
