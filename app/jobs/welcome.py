"""What is said once the site answers: where it is, and how to get in."""

from app.base.settings import Settings

SIGN_INS = (
    ("artisan", "0612000001", "the code is on /demo/outbox"),
    ("second artisan", "0612000002", "likewise"),
    ("advisor", "conseil@demo.example", "password maalem-demo"),
    ("coordinator", "coordination@demo.example", "password maalem-demo"),
)
"""Only in a demonstration; the README lists them too."""


def text(chosen: Settings, host: str, port: int) -> str:
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    lines = ["", f"Maalem is open at {address}", ""]
    if chosen.demo:
        lines += [f"  {who:<15} {name:<27} {how}" for who, name, how in SIGN_INS]
        lines += ["", f"  artisans   {address}/account/sign-in", f"  staff      {address}/account/staff"]
        lines += [f"  messages   {address}/demo/outbox", ""]
    return "\n".join([*lines, "Ctrl-C ends it. What was written is kept.", ""])
