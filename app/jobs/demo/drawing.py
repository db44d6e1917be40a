"""``flask demo draw``: one picture, as the demonstration's were made."""

from pathlib import Path

import click

from app.adapters import art


@click.command("draw")
@click.option("--kind", type=click.Choice(sorted(art.KINDS)), required=True, help="What is drawn.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same picture.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, writable=True))
def command(kind: str, seed: int, file: Path) -> None:
    """Draw one piece into FILE (.jpg, .png, .webp or .avif), 1200 by 1500 pixels."""
    picture = art.draw(kind, seed)
    try:
        picture.save(file, quality=82)
    except ValueError as unknown:
        raise click.ClickException(f"{file}: name it .jpg, .png, .webp or .avif.") from unknown
    except OSError as trouble:
        raise click.ClickException(f"{file} cannot be written: {trouble.strerror or trouble}") from trouble
    click.echo(f"{file}: {kind}, seed {seed}")
