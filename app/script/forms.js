// What a browser would say about a field in its own language, in Chinese. The server checks everything again.
const name = (field) => field.labels?.[0]?.textContent.trim() || field.getAttribute("aria-label") || "这一栏";
const day = (iso) => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");

function sentence(field) {
  const { validity: fault } = field;
  if (fault.valueMissing) {
    if (field.type === "checkbox") return `请先勾选“${name(field)}”。`;
    if (field.type === "file") return "请先选择文件。";
    return `${field.tagName === "SELECT" ? "请选择" : "请填写"}“${name(field)}”。`;
  }
  if (fault.badInput) return `“${name(field)}”没有填完整。`;
  const [under, over] = field.type === "date" ? ["早于", "晚于"] : ["小于", "大于"];
  if (fault.rangeUnderflow) return `“${name(field)}”不能${under}${day(field.min)}。`;
  if (fault.rangeOverflow) return `“${name(field)}”不能${over}${day(field.max)}。`;
  if (fault.tooLong) return `“${name(field)}”最多${field.maxLength}字。`;
  return `“${name(field)}”填写不正确，请检查。`;
}

document.addEventListener("invalid", ({ target }) => target.setCustomValidity(sentence(target)), true);
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => target.setCustomValidity?.(""), true);
}

// A link that is shown once is copied by one press; without scripts it is selected and copied by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const told = document.querySelector(`[data-copied="${button.dataset.copies}"]`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "已复制。请当面或通过可靠渠道转交本人；离开本页后不再显示。";
    } catch {
      told.textContent = "浏览器不允许自动复制，链接已选中，请按 Ctrl+C 复制。";
    }
  });
}
