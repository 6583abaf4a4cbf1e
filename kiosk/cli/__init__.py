"""The command line: one file for each subcommand. Each has ``run(arguments) -> exit code``."""
