/** Style of the report: readable on a screen, on a phone, and on paper. */
export const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1c2126; font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 60px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 20px; margin: 0 0 8px; } h3 { font-size: 16px; margin: 22px 0 6px; }
section { margin-top: 34px; padding-top: 22px; border-top: 1px solid #dde2e7; }
p { margin: 6px 0 12px; max-width: 78ch; } .about { color: #4a545e; max-width: none; overflow-wrap: anywhere; } small { color: #5b6670; font-size: 0.84em; }
code { font: 0.9em ui-monospace, "DejaVu Sans Mono", monospace; } .warn { color: #8a3b00; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; margin: 8px 0 14px; font-size: 13.5px; }
th { text-align: left; font-weight: 600; border-bottom: 2px solid #b8c1ca; vertical-align: bottom; }
td, th { padding: 4px 12px 4px 0; vertical-align: top; } td { border-bottom: 1px solid #edf0f3; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .word { overflow-wrap: anywhere; min-width: 6em; }
td.num small { display: block; }
figure { margin: 8px 0; } figcaption { color: #4a545e; font-size: 13px; } svg.chart { width: 100%; height: auto; display: block; }
.pair { display: flex; flex-wrap: wrap; gap: 12px 36px; align-items: flex-start; } .pair > figure { flex: 1 1 400px; min-width: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; margin: 12px 0 18px; }
.tiles div { border: 1px solid #dde2e7; border-radius: 8px; padding: 12px 14px; } .tiles b { display: block; font-size: 25px; } .tiles span { color: #4a545e; font-size: 13px; }
.evidence { font-size: 12px; white-space: normal; }
.worst table { table-layout: fixed; width: 100%; min-width: 760px; } .worst th:nth-child(1) { width: 42%; } .worst th:nth-child(2) { width: 22%; } .worst th:nth-child(3) { width: 9%; }
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  section { margin-top: 14pt; padding-top: 10pt; } h2, h3 { break-after: avoid; } figure, tr, .tiles, .tiles div { break-inside: avoid; }
  .target { break-before: page; border-top: 0; } .pair > figure { flex: 1 1 44%; }
  .scroll { overflow: visible; } table { font-size: 8.5pt; } td, th { padding: 2pt 6pt 2pt 0; } thead { display: table-header-group; }
}
`;
