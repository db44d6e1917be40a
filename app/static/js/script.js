// Says to the sheet that scripts run: buttons that need one are shown from here on.
document.documentElement.classList.add("js");
