import QtQuick
import Kiosk
import KioskGlass

// One meeting of the day view, at its hours: pressed it opens. It says as much as has room; assistive technology is told all.
FocusScope {
    id: root

    required property Glass glass
    required property string ident
    required property real begin
    required property real end
    required property string kind
    required property int lane
    required property string words
    required property string span
    required property string who
    required property bool secret
    required property real room
    required property real fullX
    required property real fullWidth
    required property real fullTop
    required property real fullHeight
    readonly property bool past: kind === "past"
    readonly property color ink: past ? Theme.palette.text2 : Theme.palette.text
    readonly property color frame: past ? Theme.palette.line : Theme.palette.lineStrong
    readonly property real inner: width - time.x - Theme.u
    readonly property bool tall: height >= 1.05 * time.height
    readonly property bool lined: tall && inner - time.implicitWidth > 8 * Theme.u
    readonly property bool stacked: !lined && height >= 2.2 * time.height
    readonly property real lockX: width - lock.size - 1.8 * Theme.u
    readonly property bool locked: lined && secret && subject.x + subject.implicitWidth + Theme.u < lockX
    readonly property bool signed: lined && !secret && who !== "" && subject.x + subject.implicitWidth + 2 * Theme.u < organizer.x

    function away(x: real, y: real): real {
        return Math.max(0, root.x - x, x - root.x - root.width, root.y - y, y - root.y - root.height);
    }

    x: fullX + (lane === 2 ? fullWidth / 2 + 0.3 * Theme.u : 0)
    y: fullTop + begin * fullHeight + 0.25 * Theme.u
    width: lane === 0 ? fullWidth : fullWidth / 2 - 0.3 * Theme.u
    height: Math.max(0.9 * Theme.u, (end - begin) * fullHeight - 0.5 * Theme.u, Math.min(1.06 * time.height, (room - begin) * fullHeight - 0.5 * Theme.u))
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.focusable: true
    Accessible.onPressAction: root.glass.press(root.ident)
    Keys.onReturnPressed: root.glass.press(root.ident)
    Keys.onEnterPressed: root.glass.press(root.ident)
    Keys.onSpacePressed: root.glass.press(root.ident)
    Accessible.name: [span, words, secret ? "" : who].filter(part => part !== "").join(", ")

    Rectangle {
        anchors.fill: parent
        radius: Math.min(Theme.barRadius, height / 2)
        color: root.past ? Theme.palette.card : Theme.palette.raised
        border.width: Math.max(1, Math.round(Theme.hair))
        border.color: root.frame
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.focusGap - border.width
        visible: root.activeFocus
        radius: Theme.barRadius - anchors.margins
        color: "transparent"
        border.width: Math.max(2, Math.round(Theme.focusStroke))
        border.color: Theme.palette.focus
    }

    Rectangle {
        width: Theme.u
        height: parent.height
        topLeftRadius: Math.min(Theme.barRadius, height / 2)
        bottomLeftRadius: topLeftRadius
        color: root.frame
    }

    Label {
        id: time

        visible: (root.lined || root.stacked) && implicitWidth <= root.inner
        x: 2.6 * Theme.u
        y: root.stacked ? 0.1 * height : Math.min((root.height - height) / 2, 1.5 * height)
        px: Theme.label
        tracking: -0.012
        weight: 600
        color: root.ink
        text: root.span
    }

    Label {
        id: subject

        visible: root.tall
        x: root.lined ? time.x + time.width + 1.6 * Theme.u : time.x
        y: root.stacked && time.visible ? time.y + time.height : time.y
        width: Math.min(implicitWidth, root.width - x - Theme.u)
        wrapMode: root.stacked ? Text.Wrap : Text.NoWrap
        maximumLineCount: root.stacked ? Math.max(1, Math.floor((root.height - y) / time.height)) : 1
        px: Theme.label
        tracking: -0.012
        weight: 560
        color: root.ink
        elide: Text.ElideRight
        text: root.words
    }

    Label {
        id: organizer

        visible: root.signed
        x: root.width - width - 1.8 * Theme.u
        y: time.y
        px: Theme.label
        weight: 450
        color: Theme.palette.text2
        text: root.who
    }

    Icon {
        id: lock

        name: root.locked ? "icons/lock-simple" : ""
        size: (Theme.compact ? 4 : 2.5) * Theme.u
        x: root.lockX
        y: time.y + (time.height - height) / 2
        ink: Theme.palette.text2
    }
}
